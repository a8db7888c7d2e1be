package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What is said to the script that ends a process tree, and when. */
@Tag("C4")
class TreeKillConversationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Script script = new Script();

    @AfterEach
    void disposeTime() {
        time.dispose();
    }

    private Mono<Void> kill(Duration grace) {
        return Mono.defer(() -> new TreeKillConversation(script, grace, time).run());
    }

    @Test
    void asksFirstAndIsDoneWhenNothingIsLeftTwice() {
        StepVerifier.create(kill(Duration.ofSeconds(5)))
                .then(() -> script.answer("0\n"))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .then(() -> assertThat(script.heard).containsExactly("TERM", "0"))
                .then(() -> script.answer("0\n"))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void looksAgainUntilTheGraceIsOverAndThenKills() {
        StepVerifier.create(kill(Duration.ofMillis(100)))
                .then(() -> script.answer("3\n"))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(50)))
                .then(() -> assertThat(script.heard).containsExactly("TERM", "0"))
                .then(() -> script.answer("2\n"))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(50)))
                .then(() -> assertThat(script.heard).containsExactly("TERM", "0", "0"))
                .then(() -> script.answer("2\n"))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(20)))
                .then(() -> assertThat(script.heard).endsWith("0", "KILL"))
                .then(() -> script.answer("0\n"))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .then(() -> script.answer("0\n"))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void killsAtOnceWithoutAGrace() {
        StepVerifier.create(kill(Duration.ZERO))
                .then(() -> assertThat(script.heard).containsExactly("KILL"))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void beginsToCountAgainWhenSomethingTurnsUpAfterAll() {
        StepVerifier.create(kill(Duration.ofSeconds(5)))
                .then(() -> script.answer("0\n"))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .then(() -> script.answer("1\n"))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(50)))
                .then(() -> script.answer("0\n"))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .then(() -> assertThat(script.heard).containsExactly("TERM", "0", "0", "0"))
                .then(() -> script.answer("0\n"))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void readsAnswersThatAreCutAnywhere() {
        StepVerifier.create(kill(Duration.ofSeconds(5)))
                .then(() -> script.answer("1"))
                .then(() -> script.answer("2"))
                .then(() -> script.answer("\n"))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(50)))
                .then(() -> assertThat(script.heard).containsExactly("TERM", "0"))
                .then(() -> script.answer("0\n"))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .then(() -> script.answer("0\n"))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void signalsWhatTheEngineSaysWhenTheScriptCannotRun() {
        StepVerifier.create(kill(Duration.ofSeconds(5)))
                .then(() -> script.answer("OCI runtime exec failed: no shell\r\n"))
                .then(script::end)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(TreeKillFailedException.class)
                        .hasMessageContaining("OCI runtime exec failed: no shell"))
                .verify(PATIENCE);
    }

    @Test
    void isNoSuccessWhenTheScriptEndsBeforeItIsDone() {
        StepVerifier.create(kill(Duration.ofSeconds(5)))
                .then(() -> script.answer("1\n"))
                .then(script::end)
                .then(() -> time.advanceTimeBy(Duration.ofMillis(50)))
                .expectError(TreeKillFailedException.class)
                .verify(PATIENCE);
    }

    /** The script in the sandbox. */
    private static final class Script implements DuplexStream {
        private final Sinks.Many<StreamFrame> answers = Sinks.many().unicast().onBackpressureBuffer();
        private final List<String> heard = new ArrayList<>();

        void answer(String text) {
            answers.tryEmitNext(new StreamFrame(StreamFrame.Source.STDOUT, text.getBytes(StandardCharsets.UTF_8)));
        }

        void end() {
            answers.tryEmitComplete();
        }

        @Override
        public Flux<StreamFrame> output() {
            return answers.asFlux();
        }

        @Override
        public Mono<Void> write(Publisher<byte[]> chunks) {
            return Flux.from(chunks)
                    .doOnNext(chunk -> heard.add(new String(chunk, StandardCharsets.UTF_8).strip()))
                    .then();
        }

        @Override
        public Mono<Void> endInput() {
            return Mono.empty();
        }

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }

        @Override
        public void dispose() {}

        @Override
        public boolean isDisposed() {
            return false;
        }
    }
}
