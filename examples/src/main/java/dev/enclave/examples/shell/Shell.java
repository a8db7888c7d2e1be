package dev.enclave.examples.shell;

import dev.enclave.engine.Command;
import dev.enclave.engine.CommandStartException;
import dev.enclave.engine.Outcome;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxProcess;
import dev.enclave.examples.TidyExit;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Runs a command, or a shell, in a fresh sandbox, joined to this process's standard streams: {@code ./enclave shell}. On a terminal it has
 * a terminal, of the same size at all times. Its exit status is passed on; failures of our own are 125, and 126 where the command
 * cannot be started, as {@code docker run} has it.
 */
public final class Shell {

    private static final int FAILED = 125;
    private static final int CANNOT_BE_STARTED = 126;
    private static final int INTERRUPTED = 130;

    private final ShellArguments arguments;
    private final Mono<Void> interrupted;

    private Shell(ShellArguments arguments, Mono<Void> interrupted) {
        this.arguments = arguments;
        this.interrupted = interrupted;
    }

    /**
     * Runs it.
     *
     * @param arguments the image, mounts, and the command
     */
    public static void main(String[] arguments) {
        TidyExit.run(interrupted -> run(List.of(arguments), System.err, interrupted));
    }

    /** Returns the exit status. */
    static int run(List<String> arguments, PrintStream err, Mono<Void> interrupted) {
        try {
            Shell shell = new Shell(ShellArguments.parse(arguments), interrupted);
            Outcome outcome = shell.session().block();
            return outcome == null ? INTERRUPTED : status(outcome, err);
        } catch (RuntimeException e) {
            Throwable failure = Exceptions.unwrap(e);
            err.println("enclave shell: " + Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
            if (failure instanceof IllegalArgumentException) {
                err.println("usage: ./enclave shell " + ShellArguments.USAGE);
            }
            return failure instanceof CommandStartException ? CANNOT_BE_STARTED : FAILED;
        }
    }

    private static int status(Outcome outcome, PrintStream err) {
        if (outcome instanceof Outcome.OutOfMemory || outcome.exitCode().isEmpty()) {
            err.println("enclave shell: " + outcome.describe());
        }
        return outcome.exitCode().orElse(FAILED);
    }

    /** Emits how the command ended; empty when it was interrupted. The sandbox is gone when it completes. */
    private Mono<Outcome> session() {
        return Mono.usingWhen(
                Mono.fromSupplier(SandboxEngine::create),
                engine -> Mono.usingWhen(
                        engine.create(arguments.spec()).takeUntilOther(interrupted), this::join, Sandbox::remove),
                SandboxEngine::close);
    }

    private Mono<Outcome> join(Sandbox sandbox) {
        return LocalTerminal.isPresent()
                .flatMap(present -> present
                        ? Mono.usingWhen(
                                LocalTerminal.open(),
                                terminal -> joinTerminal(sandbox, terminal),
                                LocalTerminal::restore)
                        : joinPipes(sandbox));
    }

    private Mono<Outcome> joinPipes(Sandbox sandbox) {
        return sandbox.start(arguments.command().withStdin(StandardStreams.input()))
                .flatMap(process -> show(process).takeUntilOther(interrupted));
    }

    private Mono<Outcome> joinTerminal(Sandbox sandbox, LocalTerminal terminal) {
        Command command = arguments
                .command()
                .withTty(terminal.size())
                .withEnv("TERM", Objects.requireNonNullElse(System.getenv("TERM"), "dumb"))
                .withStdin(StandardStreams.input());
        return sandbox.start(command).flatMap(process -> {
            // Sizes never end by themselves.
            Mono<Void> followSize = terminal.changes()
                    .concatMap(process::resize, 1)
                    .takeUntilOther(process.exit())
                    .then();
            return Mono.zip(show(process), followSize.thenReturn(true), (outcome, followed) -> outcome)
                    .takeUntilOther(interrupted);
        });
    }

    private static Mono<Outcome> show(SandboxProcess process) {
        return StandardStreams.show(process.output())
                .ofType(OutputChunk.End.class)
                .last()
                .map(OutputChunk.End::outcome);
    }
}
