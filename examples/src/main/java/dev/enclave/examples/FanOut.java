package dev.enclave.examples;

import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.SandboxSpec;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Many sandboxes, a bounded number at a time, on a handful of threads; each result is printed as it comes. */
final class FanOut implements Example {

    private static final int TOTAL = 64;
    private static final int AT_ONCE = 8;
    private static final Duration PROGRESS = Duration.ofSeconds(1);

    private static final String PROGRAM = """
            import os
            number = int(os.environ["NUMBER"])
            print(f"{number} to the power of {number} has {len(str(number ** number))} digits")
            """;

    @Override
    public String name() {
        return "fan-out";
    }

    @Override
    public String arguments() {
        return "[TOTAL [AT_ONCE]]";
    }

    @Override
    public String description() {
        return "64 sandboxes, 8 at a time, results as they come";
    }

    @Override
    public Mono<Void> run(Stage stage) {
        int total = stage.number(0, TOTAL);
        int atOnce = stage.number(1, AT_ONCE);
        SandboxSpec spec = SandboxSpec.builder("python:3.11-slim").memory("64m").build();
        return Flux.defer(() -> {
                    Count count = new Count(total, atOnce, System.nanoTime(), new AtomicInteger());
                    Flux<String> results = Flux.range(1, total)
                            .flatMap(number -> resultOf(number, spec, stage), atOnce)
                            .doOnNext(result -> count.done().incrementAndGet());
                    return withProgress(results, count);
                })
                .doOnNext(stage::print)
                .then();
    }

    private static Mono<String> resultOf(int number, SandboxSpec spec, Stage stage) {
        Command python = Command.of("python", "-").withStdin(PROGRAM).withTimeout(Duration.ofSeconds(60));
        return stage.engine()
                .use(spec.withEnv("NUMBER", Integer.toString(number)), sandbox -> sandbox.exec(python))
                .map(result -> describe(number, result));
    }

    /** A command that fails is a result like any other: it does not end the rest. */
    private static String describe(int number, ExecResult result) {
        String outcome = result.isSuccess() ? result.stdout() : result + " " + result.stderr();
        return "#%-4d %s".formatted(number, outcome);
    }

    private static Flux<String> withProgress(Flux<String> results, Count count) {
        return results.publish(shared -> Flux.merge(
                        shared,
                        Flux.interval(PROGRESS)
                                .onBackpressureDrop()
                                .map(tick -> count.toString())
                                .takeUntilOther(shared.ignoreElements())))
                .concatWith(Mono.fromSupplier(count::toString));
    }

    private record Count(int total, int atOnce, long begin, AtomicInteger done) {
        @Override
        public String toString() {
            return "progress: %d of %d, %d at a time, %.1f s"
                    .formatted(done.get(), total, atOnce, (System.nanoTime() - begin) / 1e9);
        }
    }
}
