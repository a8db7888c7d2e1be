package dev.enclave.engine.internal.process;

import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.SandboxProcess;
import dev.enclave.engine.internal.admission.Admission;
import dev.enclave.engine.internal.background.BackgroundTasks;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Runs the commands of one sandbox: admission, and everything that follows, whichever way they are started. */
public final class CommandExecution {

    private final CommandRunner runner;
    private final CommandContext context;
    /** For commands whose caller waits for their end, and for processes that outlive the call: these never hold up the others. */
    private final Admission calls;

    private final Admission processes;
    private final ProcessTable table = new ProcessTable();
    private final Set<CommandLife> lives = ConcurrentHashMap.newKeySet();

    /** Its own, as nobody waits for processes of detached sandboxes. */
    private final BackgroundTasks background = new BackgroundTasks();

    /**
     * Creates it for one sandbox.
     *
     * @param runner starts the commands
     * @param context what they need to know of the sandbox
     */
    public CommandExecution(CommandRunner runner, CommandContext context) {
        this.runner = runner;
        this.context = context;
        this.calls = new Admission(context.commandsAtOnce());
        this.processes = new Admission(context.commandsAtOnce());
    }

    /** Runs a command and emits its output and its end. */
    public Flux<OutputChunk> stream(Command command) {
        return Flux.usingWhen(
                begin(command, calls, command.stdin(), Integer.MAX_VALUE, true),
                CommandLife::output,
                ended -> Mono.empty(),
                (life, error) -> life.endNow(command.grace()),
                life -> life.endNow(command.grace()));
    }

    /** Runs a command and gathers its output. */
    public Mono<ExecResult> exec(Command command) {
        return Mono.defer(() -> stream(command)
                .reduce(new OutputCollector(command.outputLimit()), OutputCollector::add)
                .map(OutputCollector::result));
    }

    /** Starts a process whose output has one reader. */
    public Mono<SandboxProcess> start(Command command) {
        return Mono.defer(() -> {
            StandardInput input = command.openStdin() ? new StandardInput() : null;
            return begin(command, processes, inputOf(command, input), Integer.MAX_VALUE, false)
                    .map(life -> admit(life, input, null));
        });
    }

    /** Starts a process whose output is read all the time. */
    public Mono<SandboxProcess> startInBackground(Command command) {
        return inBackground(command).cast(SandboxProcess.class);
    }

    /** The same, but emits when the program runs, and signals here, whichever way it is started, that it cannot be. */
    public Mono<SandboxProcess> startSurelyInBackground(Command command) {
        return inBackground(command).delayUntil(LiveProcess::confirmStart).cast(SandboxProcess.class);
    }

    private Mono<LiveProcess> inBackground(Command command) {
        return Mono.defer(() -> {
            StandardInput input = command.openStdin() ? new StandardInput() : null;
            RetainedOutput retained = new RetainedOutput(command.retainedOutput());
            int longestPiece = RetainedOutput.longestPiece(command.retainedOutput());
            return begin(command, processes, inputOf(command, input), longestPiece, true)
                    .map(life -> {
                        background.run("reading the output of " + command, retained.readAll(life.output()));
                        return admit(life, input, retained);
                    });
        });
    }

    private static @Nullable Publisher<byte[]> inputOf(Command command, @Nullable StandardInput open) {
        return open == null ? command.stdin() : open.bytes();
    }

    private LiveProcess admit(CommandLife life, @Nullable StandardInput input, @Nullable RetainedOutput retained) {
        LiveProcess process = new LiveProcess(
                table.nextId(),
                life,
                input,
                retained,
                e -> context.translation().apply(life.command(), e));
        table.add(process);
        background.run(
                "noting the end of " + process, life.end().onErrorComplete().doOnTerminate(table::tidy));
        return process;
    }

    /**
     * Waits for admission and starts a command. Cancelling before it is emitted leaves nothing: the place in the queue is given up, and a
     * start that is under way is undone.
     */
    private Mono<CommandLife> begin(
            Command command,
            Admission admission,
            @Nullable Publisher<byte[]> input,
            int longestPiece,
            boolean outputIsRead) {
        return Mono.deferContextual(subscriber -> {
            Admission.Ticket ticket = admission.enter();
            AtomicBoolean lives = new AtomicBoolean();
            return ticket.admission()
                    .then(Mono.defer(() -> {
                        context.requireRunning().run();
                        return runner.start(command);
                    }))
                    .map(running -> {
                        lives.set(true);
                        CommandOutput.Reading reading = new CommandOutput.Reading(outputIsRead, longestPiece);
                        return live(new CommandLife(command, running, context, input, reading), ticket, subscriber);
                    })
                    .doFinally(signal -> {
                        if (!lives.get()) {
                            ticket.release();
                        }
                    });
        });
    }

    private CommandLife live(CommandLife life, Admission.Ticket ticket, ContextView subscriber) {
        lives.add(life);
        Runnable whenEnded = () -> {
            lives.remove(life);
            ticket.release();
        };
        background.run("following " + life.command(), life.live(whenEnded).contextWrite(subscriber));
        return life;
    }

    /** The processes that run, and the last that have ended. */
    public List<SandboxProcess> processes() {
        return table.list();
    }

    /** Closes the streams of all commands at once, because their sandbox is about to be removed. */
    public void closeStreams() {
        runner.closeStreams();
        lives.forEach(CommandLife::onRemovalOfSandbox);
    }
}
