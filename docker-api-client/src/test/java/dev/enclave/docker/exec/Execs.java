package dev.enclave.docker.exec;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.Output;
import dev.enclave.docker.stream.DuplexStream;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Commands in a container, run to their end. */
public final class Execs {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DockerClient client;
    private final String container;

    /** Prepares for commands in a container. */
    public Execs(DockerClient client, String container) {
        this.client = client;
        this.container = container;
    }

    /** What a command printed, and its exit code. */
    public record Result(Output output, int exitCode) {}

    /** Starts the description of a command whose output is read. */
    public static ExecConfig.Builder config(String... command) {
        return ExecConfig.builder(List.of(command)).attachStdout(true).attachStderr(true);
    }

    /** Runs a command without input. */
    public Mono<Result> run(String... command) {
        return run(config(command).build(), false);
    }

    /** Runs a command without input. */
    public Mono<Result> run(ExecConfig config, boolean tty) {
        return client.execs()
                .create(container, config)
                .flatMap(exec -> client.execs()
                        .start(exec, tty)
                        .map(DuplexStream::output)
                        .flatMap(Output::of)
                        .zipWhen(output -> client.execs().exitCode(exec, PATIENCE), Result::new));
    }

    /** Runs a command and returns its standard output without white space around it. */
    public String outputOf(String... command) {
        return run(command).block(PATIENCE).output().out().strip();
    }
}
