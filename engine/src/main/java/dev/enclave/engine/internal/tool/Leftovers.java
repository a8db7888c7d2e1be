package dev.enclave.engine.internal.tool;

import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.ExecStatus;
import dev.enclave.engine.Sandbox;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Runs commands that make temporary files. They remove these themselves when they end, also by TERM; what is left by one that was killed,
 * or given up, is removed here.
 */
final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Of a process that was killed: 128 and SIGKILL. */
    private static final int KILLED = 137;

    private Leftovers() {}

    /**
     * Runs a command.
     *
     * @param sandbox where
     * @param command the command
     * @param paths what it may leave
     * @return its result, once nothing is left. After a cancellation the removal is done in the background
     */
    static Mono<ExecResult> exec(Sandbox sandbox, Command command, List<String> paths) {
        Mono<Void> removal = remove(sandbox, command, paths);
        return Mono.usingWhen(
                Mono.just(sandbox),
                target -> target.exec(command)
                        .flatMap(result -> endedByItself(result) ? Mono.just(result) : removal.thenReturn(result)),
                done -> Mono.empty(),
                (failed, error) -> removal,
                cancelled -> removal);
    }

    private static boolean endedByItself(ExecResult result) {
        boolean ended = result.status() == ExecStatus.SUCCESS || result.status() == ExecStatus.ERROR;
        return ended && result.exitCode().orElse(KILLED) != KILLED;
    }

    /** Never fails: where the sandbox has gone, or is going, its files go too. */
    private static Mono<Void> remove(Sandbox sandbox, Command command, List<String> paths) {
        Command removal = Script.removal(paths).withTimeout(PATIENCE);
        String directory = command.workingDirectory();
        return Mono.defer(() -> sandbox.exec(directory == null ? removal : removal.withWorkingDirectory(directory)))
                .then()
                .onErrorComplete();
    }
}
