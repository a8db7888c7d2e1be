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
    private final MemoryWatch memory;
    private final BooleanSupplier removing;
    private final Scheduler scheduler;

    /**
     * Creates it for one sandbox.
     *
     * @param runner starts the commands
     * @param memory notices when the kernel kills processes of the sandbox for want of memory
     * @param removing tells whether the sandbox is being removed, so that commands end as cancelled
     * @param scheduler times the deadlines
     */
    public CommandExecution(CommandRunner runner, MemoryWatch memory, BooleanSupplier removing, Scheduler scheduler) {
        this.runner = runner;
        this.memory = memory;
        this.removing = removing;
        this.scheduler = scheduler;
    }

    /** Runs a command and emits its output and its end. */
    public Flux<OutputChunk> stream(Command command) {
        return Flux.usingWhen(
                begin(command),
                begun -> follow(command, begun),
                begun -> begun.running().release(),
                (begun, error) -> endUnlessRemoving(command, begun.running()),
                begun -> endUnlessRemoving(command, begun.running()));
    }

    private Mono<Begun> begin(Command command) {
        return memory.mark().flatMap(mark -> runner.start(command).map(running -> new Begun(running, mark)));
    }

    /** Runs a command and gathers its output. */
    public Mono<ExecResult> exec(Command command) {
        return Mono.defer(() -> stream(command)
                .reduce(new OutputCollector(command.outputLimit()), OutputCollector::add)
                .map(OutputCollector::result));
    }

    private Flux<OutputChunk> follow(Command command, Begun begun) {
        return Flux.defer(
                () -> new CommandFollower(command, begun.running(), begun.mark(), removing, scheduler).chunks());
    }

    /** A removal of the sandbox ends its processes faster than we could one by one. */
    private Mono<Void> endUnlessRemoving(Command command, RunningCommand running) {
        return removing.getAsBoolean() ? running.release() : running.kill(command.grace());
    }

    private record Begun(RunningCommand running, MemoryWatch.Mark mark) {}
}
