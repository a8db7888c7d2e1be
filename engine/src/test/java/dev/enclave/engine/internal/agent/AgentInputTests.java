package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.internal.process.RunningCommand;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** Input of commands, and the credit for it, with the agent's side played by the test. */
@Tag("C8")
class AgentInputTests extends AgentConnectionFixture {

    @Test
    void isSentAsCreditAllows() {
        RunningCommand running = start(WITH_INPUT, 1);
        AtomicInteger taken = new AtomicInteger();
        Flux<byte[]> chunks = Flux.fromStream(() -> IntStream.range(0, 4).mapToObj(i -> new byte[40_000]))
                .doOnNext(chunk -> taken.incrementAndGet());

        StepVerifier.create(running.feed(chunks))
                .then(() -> {
                    assertThat(agent.takeReceived()).hasSize(2);
                    assertThat(taken).hasValue(2);
                })
                .then(() -> agent.say(AgentBytes.of().inputCredit(1, 100_000)))
                .then(() -> agent.say(AgentBytes.of().inputCredit(1, 100_000)))
                .expectComplete()
                .verify(PATIENCE);
        List<String> rest = agent.takeReceived();
        assertThat(rest.get(rest.size() - 1)).isEqualTo("05:1:");
    }

    @Test
    void isCancelledWhenTheCommandNoLongerReads() {
        RunningCommand running = start(WITH_INPUT, 1);
        TestPublisher<byte[]> endless = TestPublisher.create();

        StepVerifier.create(running.feed(endless))
                .then(() -> agent.say(AgentBytes.of().inputClosed(1)))
                .expectComplete()
                .verify(PATIENCE);
        endless.assertCancelled();
    }

    @Test
    void sendsNothingBehindItsEnd() {
        RunningCommand running = start(WITH_INPUT, 1);

        running.feed(Flux.just(new byte[1])).block(PATIENCE);
        running.feed(Flux.just(new byte[1])).block(PATIENCE);

        assertThat(agent.takeReceived()).containsExactly("04:1:00", "05:1:");
    }
}
