package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.Outcome;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.OutputChunk.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

@Tag("C14")
class RetainedOutputTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BOUND = 1024;
    private static final OutputChunk.End END = new OutputChunk.End(new Outcome.Success(), Duration.ZERO, null, false);

    private final RetainedOutput retained = new RetainedOutput(BOUND);
    private final TestPublisher<OutputChunk> source = TestPublisher.create();

    RetainedOutputTests() {
        retained.readAll(source.flux()).subscribe();
    }

    private static OutputChunk out(String text) {
        return new OutputChunk.Data(Source.STDOUT, text.getBytes(StandardCharsets.UTF_8), text);
    }

    private static OutputChunk err(String text) {
        return new OutputChunk.Data(Source.STDERR, text.getBytes(StandardCharsets.UTF_8), text);
    }

    @Test
    void isReplayedAndThenFollowedByEachSubscriber() {
        source.next(out("one "));
        StepVerifier.create(retained.chunks().map(OutputChunk::text))
                .expectNext("one ")
                .then(() -> source.next(out("two ")))
                .expectNext("two ")
                .then(() -> source.next(err("bad"), END))
                .expectNext("bad", "")
                .expectComplete()
                .verify(PATIENCE);

        StepVerifier.create(retained.chunks().map(OutputChunk::toString))
                .expectNext("STDOUT: one two ", "STDERR: bad")
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void isBoundedAndALateSubscriberIsToldWhatIsMissing() {
        source.next(err("e".repeat(100)));
        for (int i = 0; i < 1000; i++) {
            source.next(out("0123456789"));
        }
        source.next(END);

        List<OutputChunk> chunks = retained.chunks().collectList().block(PATIENCE);

        long kept = chunks.stream().mapToLong(chunk -> chunk.text().length()).sum();
        assertThat(kept).isBetween(BOUND / 2L, (long) BOUND);
        assertThat(chunks)
                .contains(new OutputChunk.Gap(Source.STDERR, 100), new OutputChunk.Gap(Source.STDOUT, 10_000 - kept))
                .endsWith(END);
    }

    @Test
    void tellsASlowSubscriberWhatItHasMissed() {
        source.next(out("first"));
        StepVerifier.create(retained.chunks(), 1)
                .expectNextCount(1)
                .then(() -> {
                    for (int i = 0; i < 1000; i++) {
                        source.next(out("0123456789"));
                    }
                })
                .thenRequest(1)
                .expectNextMatches(chunk -> chunk instanceof OutputChunk.Gap gap && gap.bytes() > 8000)
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void endsWithTheErrorOfTheProcess() {
        source.next(out("some"));
        source.error(new IllegalStateException("broken"));

        StepVerifier.create(retained.chunks())
                .expectNextCount(1)
                .expectErrorMessage("broken")
                .verify(PATIENCE);
    }

    @Test
    void isCompleteForManySubscribersThatKeepUpWithAnotherThread() {
        RetainedOutput large = new RetainedOutput(16 << 20);
        Flux<OutputChunk> numbers = Flux.range(0, 50_000)
                .map(i -> out(i + "\n"))
                .concatWith(Mono.just(END))
                .publishOn(Schedulers.parallel());
        Mono<String> whole = large.chunks()
                .reduce(
                        "",
                        (all, chunk) -> chunk instanceof OutputChunk.Gap
                                ? all + "GAP"
                                : all.length() > 100
                                        ? all.substring(all.length() - 50) + chunk.text()
                                        : all + chunk.text());

        Mono<Long> lengths = large.chunks()
                .mapNotNull(chunk -> chunk instanceof OutputChunk.Data data ? (long) data.bytes().length : null)
                .reduce(0L, Long::sum);
        long expected = Flux.range(0, 50_000)
                .reduce(0L, (sum, i) -> sum + (i + "\n").length())
                .block();

        StepVerifier.create(Mono.zip(lengths, lengths, large.readAll(numbers).thenReturn(true), whole))
                .assertNext(all -> {
                    assertThat(all.getT1()).isEqualTo(expected);
                    assertThat(all.getT2()).isEqualTo(expected);
                    assertThat(all.getT4()).endsWith("49999\n").doesNotContain("GAP");
                })
                .expectComplete()
                .verify(PATIENCE);
    }
}
