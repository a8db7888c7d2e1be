package dev.enclave.examples;

import dev.enclave.engine.Command;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.Mount;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Many sandboxes read one data set, none can change it; each adds up its part of the rows. */
final class SharedInputs implements Example {

    private static final int ROWS = 100_000;
    private static final int AT_ONCE = 4;

    private static final String PROGRAM = """
            import os
            part, parts = int(os.environ["PART"]), int(os.environ["PARTS"])
            with open("/sandbox/input/numbers.txt") as file:
                print(sum(int(line) for row, line in enumerate(file) if row % parts == part))
            """;

    @Override
    public String name() {
        return "shared-inputs";
    }

    @Override
    public String arguments() {
        return "[SANDBOXES]";
    }

    @Override
    public String description() {
        return "many sandboxes (8) read one data set read-only, each its part";
    }

    @Override
    public Mono<Void> run(Stage stage) {
        int parts = stage.number(0, 8);
        SandboxSpec spec = SandboxSpec.builder("python:3.11-slim")
                .mount(Mount.bind(stage.folder().path(), "/sandbox/input").readOnly())
                .env("PARTS", Integer.toString(parts))
                .build();
        return stage.folder()
                .write("numbers.txt", numbers())
                .doOnNext(file -> stage.host("wrote " + ROWS + " numbers to " + file))
                .thenMany(Flux.range(0, parts).flatMap(part -> sumOf(part, spec, stage), AT_ONCE))
                .doOnNext(part -> stage.sandbox("part " + part.number() + ": " + part.sum()))
                .reduce(0L, (total, part) -> total + part.sum())
                .doOnNext(total -> stage.host("the parts add up to " + total + ", expected: " + expected()))
                .then();
    }

    private static Mono<Part> sumOf(int part, SandboxSpec spec, Stage stage) {
        Command python = Command.of("python", "-").withStdin(PROGRAM).withTimeout(Duration.ofSeconds(60));
        return stage.engine()
                .use(spec.withEnv("PART", Integer.toString(part)), sandbox -> sandbox.exec(python))
                .map(result ->
                        new Part(part, Long.parseLong(Outcome.outputOf(result).strip())));
    }

    private static String numbers() {
        return IntStream.rangeClosed(1, ROWS).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
    }

    private static long expected() {
        return IntStream.rangeClosed(1, ROWS).asLongStream().sum();
    }

    private record Part(int number, long sum) {}
}
