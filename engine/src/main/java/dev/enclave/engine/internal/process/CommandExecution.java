package dev.enclave.engine.internal.process;

import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.OutputChunk;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Runs commands of one sandbox to their end: deadline, cancellation, decoding and gathering, whichever way they are started. */
public final class CommandExecution {

    private final CommandRunner runner;
    private final BooleanSupplier removing;
    private final Scheduler scheduler;

    /**
     * Creates it for one sandbox.
     *
     * @param runner starts the commands
     * @param removing tells whether the sandbox is being removed, so that commands end as cancelled
     * @param scheduler times the deadlines
     */
    public CommandExecution(CommandRunner runner, BooleanSupplier removing, Scheduler scheduler) {
        this.runner = runner;
        this.removing = removing;
        this.scheduler = scheduler;
    }

    /** Runs a command and emits its output and its end. */
    public Flux<OutputChunk> stream(Command command) {
        return Flux.usingWhen(
                runner.start(command),
                running -> follow(command, running),
                RunningCommand::release,
                (running, error) -> endUnlessRemoving(command, running),
                running -> endUnlessRemoving(command, running));
    }

    /** Runs a command and gathers its output. */
    public Mono<ExecResult> exec(Command command) {
        return Mono.defer(() -> stream(command)
                .reduce(new OutputCollector(command.outputLimit()), OutputCollector::add)
                .map(OutputCollector::result));
    }

    private Flux<OutputChunk> follow(Command command, RunningCommand running) {
        return Flux.defer(() -> new CommandFollower(command, running, removing, scheduler).chunks());
    }

    /** A removal of the sandbox ends its processes faster than we could one by one. */
    private Mono<Void> endUnlessRemoving(Command command, RunningCommand running) {
        return removing.getAsBoolean() ? running.release() : running.kill(command.grace());
    }
}
