package dev.enclave.examples;

import dev.enclave.engine.Command;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxSpec;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Timed;

/** Many commands in one sandbox, a bounded number at once: each is a process of its own, and all share one connection. */
final class Commands implements Example {

    private static final int TOTAL = 1_000;
    private static final int AT_ONCE = 32;

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public String arguments() {
        return "[TOTAL]";
    }

    @Override
    public String description() {
        return "1,000 commands in one sandbox, 32 at once, with their rate and median latency";
    }

    @Override
    public Mono<Void> run(Stage stage) {
        int total = stage.number(0, TOTAL);
        return stage.engine()
                .use(
                        SandboxSpec.of("python:3.11-slim"),
                        sandbox -> Mono.fromRunnable(() -> stage.sandbox(sandbox.id() + " runs"))
                                .then(answersOf(total, sandbox).collectList().timed())
                                .doOnNext(run -> report(run, stage))
                                .then());
    }

    private static Flux<Timed<Long>> answersOf(int total, Sandbox sandbox) {
        return Flux.range(1, total).flatMap(number -> answerOf(number, sandbox), AT_ONCE);
    }

    /** The time is what the caller sees: from asking for the command to having its result. */
    private static Mono<Timed<Long>> answerOf(int number, Sandbox sandbox) {
        return sandbox.exec(Command.of("echo", Integer.toString(number)).withTimeout(Duration.ofSeconds(60)))
                .map(result -> Long.parseLong(Outcome.outputOf(result).strip()))
                .timed();
    }

    private static void report(Timed<List<Timed<Long>>> run, Stage stage) {
        List<Timed<Long>> answers = run.get();
        long total = answers.size();
        long sum = answers.stream().mapToLong(Timed::get).sum();
        double seconds = run.elapsed().toNanos() / 1e9;
        stage.host("the answers add up to " + sum + ", expected: " + total * (total + 1) / 2);
        stage.host("%d commands in %.2f s, %d at once: %.0f commands a second"
                .formatted(total, seconds, AT_ONCE, total / seconds));
        stage.host("median latency: %.1f ms".formatted(medianOf(answers).toNanos() / 1e6));
    }

    private static Duration medianOf(List<Timed<Long>> answers) {
        return answers.stream()
                .map(Timed::elapsed)
                .sorted()
                .skip(answers.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
