package dev.enclave.examples;

import dev.enclave.engine.Command;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** A Python program leaves files in a directory of the host. They outlive the sandbox and belong to whoever runs this. */
final class CollectArtifacts implements Example {

    private static final String PROGRAM = """
            import csv, math
            points = [(day, round(10 + 8 * math.sin(day / 3), 2)) for day in range(1, 15)]
            with open("/sandbox/output/temperature.csv", "w", newline="") as file:
                csv.writer(file).writerows([("day", "celsius"), *points])
            bars = "".join(
                f'<rect x="{day * 20}" y="{200 - value * 10}" width="16" height="{value * 10}" fill="steelblue"/>'
                for day, value in points)
            with open("/sandbox/output/temperature.svg", "w") as file:
                file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200">{bars}</svg>')
            print(f"{len(points)} days, warmest: {max(value for _, value in points)}")
            """;

    @Override
    public String name() {
        return "collect-artifacts";
    }

    @Override
    public String description() {
        return "run Python, keep the files that it leaves; they belong to you";
    }

    @Override
    public Mono<Void> run(Stage stage) {
        Path output = stage.folder().path().resolve("output");
        SandboxSpec spec = SandboxSpec.builder("python:3.11-slim")
                .mount(Mount.bind(output, "/sandbox/output").createHostDirectory())
                .hostUser()
                .build();
        Command python = Command.of("python", "-").withStdin(PROGRAM).withTimeout(Duration.ofSeconds(60));
        return stage.engine()
                .use(spec, sandbox -> sandbox.exec(python).map(Outcome::outputOf))
                .doOnNext(printed -> stage.sandbox("python prints: " + printed.strip()))
                .doOnNext(printed -> stage.host("the sandbox is gone; in " + output + " there are"))
                .thenMany(stage.folder().files("output"))
                .concatMap(file -> HostFolder.blocking(() -> describe(file)))
                .doOnNext(stage::host)
                .then();
    }

    private static String describe(Path file) throws IOException {
        boolean ours = Files.getOwner(file).equals(Files.getOwner(file.getParent()));
        return "  %-16s %5d bytes, owner: %s%s"
                .formatted(file.getFileName(), Files.size(file), Files.getOwner(file), ours ? " (you)" : "");
    }
}
