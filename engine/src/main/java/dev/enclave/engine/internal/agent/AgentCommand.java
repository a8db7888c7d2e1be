package dev.enclave.engine.internal.agent;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.internal.process.ProcessExit;
import dev.enclave.engine.internal.process.RunningCommand;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A command that the agent runs. Frames about it arrive on the connection's event loop; everything else may be called from anywhere. Its
 * number is given to it when its description is sent, so that numbers rise in the order in which they reach the agent.
 */
final class AgentCommand implements RunningCommand {

    private static final byte[] NOTHING = {};
    private static final Logger CLEANUP = LoggerFactory.getLogger("dev.enclave.cleanup");

    /** How much longer than the grace the end of a tree may take before the sandbox itself is killed. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(15);

    /** How many bytes of each output may be under way; more was slower, as measured. */
    static final int WINDOW = 256 * 1024;

    private final Context context;
    private final CommandOutput output;
    private final CommandInput input = new CommandInput(this);
    private final Sinks.Empty<Void> started = Sinks.empty();
    private final Sinks.One<ProcessExit> exit = Sinks.one();
    private final Sinks.Empty<Void> gone = Sinks.empty();
    private final AtomicReference<@Nullable Mono<Void>> killing = new AtomicReference<>();
    private final AtomicLong shortestGrace = new AtomicLong(Long.MAX_VALUE);
    private volatile int id;
    private volatile boolean treeGone;
    /** Read and written as frames are read, one after the other. */
    private boolean hasExited;

    AgentCommand(Context context) {
        this.context = context;
        this.output = new CommandOutput(this, WINDOW, context.terminal());
    }

    /**
     * What a command needs to know of its surroundings.
     *
     * @param connection the stream to the agent
     * @param asked what was asked for, to name it in errors
     * @param terminal whether it has a terminal
     * @param killSandbox kills the whole sandbox, when its tree cannot be ended
     */
    record Context(AgentConnection connection, FailedStart asked, boolean terminal, Mono<Void> killSandbox) {}

    /** Called when its description is sent. */
    void number(int value) {
        this.id = value;
    }

    /** Completes when it runs; signals an error when it cannot. */
    Mono<Void> started() {
        return started.asMono();
    }

    /** Sends a frame about this command, unless nothing of it is left. */
    void send(IntFunction<byte[]> frame) {
        context.connection().send(() -> isOver() ? NOTHING : frame.apply(id));
    }

    /** Takes a frame. Returns whether it was the last one. */
    boolean onFrame(AgentFrame.OfCommand frame) {
        if (frame instanceof AgentFrame.Output printed) {
            output.onArrived(printed.frame());
        } else if (frame instanceof AgentFrame.InputCredit credit) {
            input.addCredit(credit.bytes());
        } else if (frame instanceof AgentFrame.Started) {
            started.tryEmitEmpty();
        } else if (frame instanceof AgentFrame.Exited exited) {
            hasExited = true;
            exit.tryEmitValue(exited.exit());
        } else if (frame instanceof AgentFrame.EndOfOutput end) {
            output.onEnd(end.source(), end.thrownAway());
        } else if (frame instanceof AgentFrame.Gone) {
            requireExited(frame);
            onGone();
        } else if (frame instanceof AgentFrame.InputClosed) {
            input.close();
        } else if (frame instanceof AgentFrame.Failed failed) {
            fail(context.asked().toException(failed));
        }
        return isOver();
    }

    private void requireExited(AgentFrame frame) {
        if (!hasExited) {
            throw new AgentProtocolException("a tree has gone whose command has not exited: " + frame);
        }
    }

    private void onGone() {
        treeGone = true;
        input.close();
        gone.tryEmitEmpty();
    }

    /** Ends everything: the command could not be started, or the agent has gone and all processes with it. */
    void fail(Throwable cause) {
        started.tryEmitError(cause);
        output.fail(cause);
        exit.tryEmitError(cause);
        onGone();
    }

    private boolean isOver() {
        return treeGone && output.hasEnded();
    }

    /** It is handed out only then. */
    @Override
    public Mono<Boolean> awaitStart() {
        return started.asMono().thenReturn(true);
    }

    @Override
    public Flux<StreamFrame> output() {
        return output.flux();
    }

    @Override
    public Mono<Void> feed(Publisher<byte[]> source) {
        return input.write(source).then(input.end());
    }

    @Override
    public Mono<ProcessExit> exit() {
        return exit.asMono();
    }

    @Override
    public Mono<Void> signal(int number) {
        return Mono.fromRunnable(() -> send(to -> EngineFrames.signal(to, number)));
    }

    @Override
    public Mono<Void> resize(int rows, int columns) {
        return Mono.fromRunnable(() -> send(to -> EngineFrames.resize(to, rows, columns)));
    }

    @Override
    public Mono<Void> kill(Duration grace) {
        return Mono.defer(() -> {
            Mono<Void> mine = Mono.defer(() -> awaitEnd(grace)).cache();
            Mono<Void> first = killing.compareAndExchange(null, mine);
            askToKill(grace);
            return first == null ? mine : first;
        });
    }

    /** Asks the agent; again only for less time than was left before. */
    private void askToKill(Duration grace) {
        long millis = Math.min(grace.toMillis(), Integer.MAX_VALUE);
        if (millis < shortestGrace.getAndAccumulate(millis, Math::min)) {
            send(to -> EngineFrames.kill(to, (int) millis));
        }
    }

    private Mono<Void> awaitEnd(Duration grace) {
        return gone.asMono()
                .timeout(
                        grace.plus(KILL_PATIENCE),
                        killSandbox(),
                        context.connection().scheduler())
                .then(release());
    }

    private Mono<Void> killSandbox() {
        return Mono.defer(() -> {
            CLEANUP.warn(
                    "{} the processes of a command could not be ended, killing the sandbox",
                    context.connection().sandboxId());
            return context.killSandbox();
        });
    }

    @Override
    public boolean outputLost() {
        return output.isLost();
    }

    /** Output that nobody reads, and nobody has asked for, must not keep the agent busy. */
    @Override
    public Mono<Void> release() {
        return Mono.fromRunnable(() -> {
            if (!output.isSubscribed()) {
                output.discard();
            }
        });
    }
}
