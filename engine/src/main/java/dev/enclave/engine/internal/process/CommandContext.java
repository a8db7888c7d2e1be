package dev.enclave.engine.internal.process;

import dev.enclave.engine.Command;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What the commands of one sandbox need to know of it.
 *
 * @param sandboxId its id
 * @param memoryLimit its memory limit in bytes; 0 when that is not known
 * @param commandsAtOnce how many commands run at once, and as many processes
 * @param requireRunning throws when the sandbox does not run
 * @param removing whether it is being removed, so that commands end as cancelled
 * @param abandoned completes when the handles of its processes are given up while it goes on, as the engine is closed
 * @param translation makes an error that callers may see of one that comes from the container engine
 * @param scheduler times the deadlines
 */
public record CommandContext(
        String sandboxId,
        long memoryLimit,
        int commandsAtOnce,
        Runnable requireRunning,
        BooleanSupplier removing,
        Mono<Void> abandoned,
        BiFunction<Command, Throwable, Throwable> translation,
        Scheduler scheduler) {

    /** How many commands run at once in one sandbox, unless the engine is told otherwise. */
    public static final int DEFAULT_COMMANDS_AT_ONCE = 64;
}
