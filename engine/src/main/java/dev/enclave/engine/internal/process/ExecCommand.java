package dev.enclave.engine.internal.process;

import dev.enclave.docker.ConflictException;
import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.EngineUnreachableException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.exec.ExecInspection;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.CommandStartException;
import dev.enclave.engine.SandboxException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A command that was started through the exec API. */
final class ExecCommand implements RunningCommand {

    private static final Logger CLEANUP = LoggerFactory.getLogger("dev.enclave.cleanup");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    /** How long the engine may take to pass on the end of the output, once all processes have gone. */
    private static final Duration LAST_OUTPUT = Duration.ofMillis(500);

    private static final Duration START_PAUSE = Duration.ofMillis(10);

    private static final int SIGNAL_ATTEMPTS = 4;
    private static final Duration SIGNAL_PAUSE = Duration.ofMillis(50);

    /** The exit codes that the engine makes up for a command that it could not start; which of the two means nothing (moby #45795). */
    private static final Set<Integer> NOT_STARTED = Set.of(126, 127);

    private static final int LONGEST_COMPLAINT = 4096;

    private final Context context;
    private final @Nullable DuplexStream stream;
    private final DrainableFrames frames;
    private final AtomicReference<@Nullable Mono<Void>> killing = new AtomicReference<>();
    private volatile Runnable releaseListener = () -> {};

    ExecCommand(Context context, DuplexStream stream) {
        this.context = context;
        this.stream = stream;
        this.frames = new DrainableFrames(stream.output());
    }

    private ExecCommand(Context context) {
        this.context = context;
        this.stream = null;
        this.frames = new DrainableFrames(Flux.empty());
    }

    /** A command whose connection nobody has: it can only be killed. */
    static ExecCommand abandoned(Context context) {
        return new ExecCommand(context);
    }

    /**
     * What a command needs to know of its surroundings.
     *
     * @param client the engine
     * @param target the container
     * @param execId the exec
     * @param program the program that it runs
     * @param marker what marks the command's processes
     * @param user whose processes they are; null for the container's user
     * @param terminal whether it has a terminal
     * @param memory a mark from before its start
     * @param scheduler times the steps of a kill
     */
    record Context(
            DockerClient client,
            ExecTarget target,
            String execId,
            String program,
            String marker,
            @Nullable String user,
            boolean terminal,
            MemoryWatch.Mark memory,
            Scheduler scheduler) {}

    void onRelease(Runnable listener) {
        this.releaseListener = listener;
    }

    void closeStream() {
        if (stream != null) {
            stream.dispose();
        }
    }

    @Override
    public Flux<StreamFrame> output() {
        return frames.switchOnFirst((signal, all) -> {
            StreamFrame first = signal.get();
            return first != null && mayBeComplaint(first)
                    ? requireStarted(first).thenMany(all)
                    : all;
        });
    }

    /** Whether this could be the engine's word, as the only output, that the command cannot be started. */
    private static boolean mayBeComplaint(StreamFrame first) {
        if (first.source() == StreamFrame.Source.STDERR || first.bytes().length > LONGEST_COMPLAINT) {
            return false;
        }
        String text = first.text();
        return text.endsWith("\r\n") && text.indexOf('\n') == text.length() - 1;
    }

    private Mono<Void> requireStarted(StreamFrame first) {
        return inspect()
                .filter(ExecCommand::isNotStarted)
                .flatMap(failed -> Mono.error(new CommandStartException(
                        context.target().sandboxId(),
                        "'" + context.program() + "' cannot be started: "
                                + first.text().strip(),
                        null)));
    }

    private static boolean isNotStarted(ExecInspection inspection) {
        return inspection.hasEnded() && NOT_STARTED.contains(inspection.exitCode()) && !hasProcessId(inspection);
    }

    private static boolean hasProcessId(ExecInspection inspection) {
        Integer pid = inspection.pid();
        return pid != null && pid > 0;
    }

    @Override
    public Mono<Void> feed(Publisher<byte[]> input) {
        if (stream == null) {
            return Mono.empty();
        }
        return Mono.defer(() -> {
            LastByte last = new LastByte();
            return stream.write(Flux.from(input).doOnNext(last::note))
                    .then(Mono.defer(() -> endInput(stream, last)))
                    .onErrorComplete(ConnectionLostException.class);
        });
    }

    /** A terminal has no end: its line discipline makes one of a character, at the beginning of a line. */
    private Mono<Void> endInput(DuplexStream to, LastByte last) {
        return context.terminal() ? to.write(Mono.fromSupplier(last::endOfFile)) : to.endInput();
    }

    /** Remembers whether the input of a terminal is at the beginning of a line. */
    private static final class LastByte {
        private static final byte END_OF_FILE = 4;
        private boolean insideLine;

        void note(byte[] bytes) {
            if (bytes.length > 0) {
                insideLine = bytes[bytes.length - 1] != '\n';
            }
        }

        byte[] endOfFile() {
            return insideLine ? new byte[] {END_OF_FILE, END_OF_FILE} : new byte[] {END_OF_FILE};
        }
    }

    @Override
    public Mono<ProcessExit> exit() {
        return Mono.defer(() ->
                        new ExitPoll(inspect(), frames.ended(), frames::isSubscribed, context.scheduler()).ended())
                .flatMap(ended -> toExit(Objects.requireNonNull(ended.exitCode())));
    }

    private Mono<ExecInspection> inspect() {
        return context.client().execs().inspect(context.execId());
    }

    private Mono<ProcessExit> toExit(int code) {
        return code == 0
                ? Mono.just(ProcessExit.of(code, false))
                : context.memory().struckSince(code).map(struck -> ProcessExit.of(code, struck));
    }

    @Override
    public Mono<Void> signal(int number) {
        List<String> script = SignalScript.commandLine(context.marker(), number, context.terminal());
        // It may be between two programs, or not there yet.
        return awaitStart()
                .then(ShellScript.run(context, script))
                .filter(answer -> !answer.equals(SignalScript.NONE))
                .repeatWhenEmpty(SIGNAL_ATTEMPTS, empty -> empty.delayElements(SIGNAL_PAUSE, context.scheduler()))
                .onErrorReturn(IllegalStateException.class, SignalScript.NONE)
                .flatMap(answer -> answer.equals(SignalScript.SENT) ? Mono.empty() : requireEnded(answer));
    }

    private Mono<Void> requireEnded(String answer) {
        String reason = answer.equals(SignalScript.NONE)
                ? "its process cannot be found; it has replaced its environment"
                : answer;
        return inspect()
                .filter(inspection -> !inspection.hasEnded())
                .flatMap(runs -> Mono.error(new SandboxException(
                        context.target().sandboxId(),
                        "'" + context.program() + "' could not be sent a signal: " + reason,
                        null)));
    }

    @Override
    public Mono<Void> resize(int rows, int columns) {
        Mono<Void> resize = context.client().execs().resize(context.execId(), rows, columns);
        return context.terminal() ? awaitStart().filter(started -> started).flatMap(started -> resize) : Mono.empty();
    }

    @Override
    public Mono<Void> kill(Duration grace) {
        Mono<Void> mine = Mono.defer(() -> killTree(grace)).cache();
        Mono<Void> first = killing.compareAndExchange(null, mine);
        return first == null ? mine : first;
    }

    private Mono<Void> killTree(Duration grace) {
        // A stream that nobody reads would hold up every exit in the container.
        frames.drain();
        TreeKill kill = new TreeKill(
                context.client(),
                context.target().container(),
                context.user(),
                context.marker(),
                grace,
                context.scheduler());
        return awaitStart()
                .flatMap(started -> started ? kill.run().then(new OwnProcessCheck(context).run()) : Mono.empty())
                .onErrorResume(this::handleFailure)
                .then(frames.ended().timeout(LAST_OUTPUT, Mono.empty(), context.scheduler()))
                .then(release());
    }

    /**
     * Emits whether the command was started. The engine answers a start, and calls the command running, before the process exists:
     * killing earlier would miss it.
     */
    @Override
    public Mono<Boolean> awaitStart() {
        return inspect()
                .filter(inspection -> hasProcessId(inspection) || inspection.hasEnded())
                .repeatWhenEmpty(polls -> polls.concatMap(poll -> Mono.delay(START_PAUSE, context.scheduler()), 1))
                .map(inspection -> !isNotStarted(inspection))
                .timeout(START_TIMEOUT, Mono.just(true), context.scheduler());
    }

    private Mono<Void> handleFailure(Throwable failure) {
        boolean containerGone = failure instanceof NotFoundException || failure instanceof ConflictException;
        if (containerGone || context.target().removing().getAsBoolean()) {
            // Every process has gone with the container, or is going.
            return Mono.empty();
        }
        if (failure instanceof EngineUnreachableException) {
            // The sandbox cannot be killed either; a dockerd that starts again ends it.
            return Mono.error(failure);
        }
        CLEANUP.warn(
                "{} a command's processes could not be ended, killing the sandbox",
                context.target().container(),
                failure);
        return context.target().killSandbox();
    }

    @Override
    public boolean outputLost() {
        return frames.lost();
    }

    @Override
    public Mono<Void> release() {
        return Mono.defer(() -> {
            releaseListener.run();
            return stream == null ? Mono.empty() : stream.close();
        });
    }
}
