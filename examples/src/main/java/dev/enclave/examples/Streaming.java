package dev.enclave.examples;

import dev.enclave.engine.Command;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.SandboxSpec;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Output is shown while the program still runs. */
final class Streaming implements Example {

    private static final String PROGRAM = """
            import time
            for number in range(1, 6):
                print(f"line {number}, printed at {time.strftime('%H:%M:%S')}", flush=True)
                time.sleep(0.4)
            """;

    @Override
    public String name() {
        return "streaming";
    }

    @Override
    public String description() {
        return "lines appear while the program still runs";
    }

    @Override
    public Mono<Void> run(Stage stage) {
        Command python = Command.of("python", "-").withStdin(PROGRAM).withTimeout(Duration.ofSeconds(60));
        return stage.engine()
                .useMany(SandboxSpec.of("python:3.11-slim"), sandbox -> lines(sandbox.stream(python)))
                .elapsed()
                .doOnNext(line -> stage.sandbox("%5d ms later: %s".formatted(line.getT1(), line.getT2())))
                .then();
    }

    /** Chunks are what arrived: their borders mean nothing, so lines are put together here. The end is a line of its own. */
    private static Flux<String> lines(Flux<OutputChunk> output) {
        return output.concatMapIterable(Streaming::pieces, 1)
                .bufferUntil(piece -> piece.endsWith("\n"))
                .map(pieces -> String.join("", pieces).stripTrailing());
    }

    private static List<String> pieces(OutputChunk chunk) {
        return chunk instanceof OutputChunk.End end
                ? List.of("the program has ended: " + end.status() + " after "
                        + end.duration().toMillis() + " ms\n")
                : List.of(chunk.text().split("(?<=\n)"));
    }
}
