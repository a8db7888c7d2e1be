package dev.enclave.engine.internal.agent;

import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.AgentFailedException;
import dev.enclave.engine.SandboxException;
import dev.enclave.engine.SandboxGoneException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * The one stream to a sandbox's agent. It carries all commands, and is the lease: the agent ends at its end, and when no frame has come for
 * {@link #LEASE}.
 *
 * <p>It is the agent's connection to a socket of this process, where it was offered one and could connect, else the container's attached
 * stream; the agent tells which, by connecting or by the first frame. The attached stream stays open in any case: its end is the end of the
 * container, or of the container engine, and on it comes what is said by whatever runs in the agent's place.
 *
 * <p>It is read without a bound on demand, as the agent sends no more output than each command was given credit for, and hands each frame
 * to its command, on the event loop. Frames to the agent are queued and written one after the other, whoever sends them; what can be
 * queued is bounded by the credit for input and by the number of commands. A frame that breaks the rules ends the stream, and so the
 * sandbox: there is no way to find the beginning of the next one.
 */
public final class AgentConnection {

    /** How long the agent lives without hearing from this side, for the case that the engine dies and takes no stream with it. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private static final Logger STREAM = LoggerFactory.getLogger("dev.enclave.stream");
    private static final byte[] NOTHING = {};
    private static final int BEATS_PER_LEASE = 3;
    private static final int KEPT_CHARACTERS = 4096;
    private static final Duration EMIT_SPIN = Duration.ofSeconds(10);

    private final String sandboxId;
    private final DuplexStream attached;
    private final @Nullable AgentSocket socket;
    private final Scheduler scheduler;
    private final FrameDecoder decoder = new FrameDecoder();
    /** The way that the agent has taken. */
    private final Sinks.One<DuplexStream> way = Sinks.one();

    private volatile boolean connected;
    private final Sinks.Many<Supplier<byte[]>> outgoing = Sinks.many()
            .unicast()
            .onBackpressureBuffer(
                    Queues.<Supplier<byte[]>>unboundedMultiproducer().get());
    /** All that were not over when last heard of, also those whose description has not been sent. */
    private final Set<AgentCommand> live = ConcurrentHashMap.newKeySet();

    private final Map<Integer, AgentCommand> numbered = new ConcurrentHashMap<>();
    private final Sinks.Empty<Void> ready = Sinks.empty();
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final StringBuilder complaint = new StringBuilder();
    private int lastNumber;
    /** Read and written only as frames are sent: a start can take longer than a beat, and nothing may come before the greeting. */
    private boolean greeted;

    private volatile @Nullable SandboxException end;

    /**
     * Creates it; nothing is read or written before {@link #watch()} is subscribed.
     *
     * @param sandboxId the sandbox's id, for messages
     * @param attached the container's attached stream
     * @param socket what the agent was told to connect to; null for nothing
     * @param scheduler times the heartbeat, and how long the end of a tree may take
     */
    public AgentConnection(String sandboxId, DuplexStream attached, @Nullable AgentSocket socket, Scheduler scheduler) {
        this.sandboxId = sandboxId;
        this.attached = attached;
        this.socket = socket;
        this.scheduler = scheduler;
        if (socket == null) {
            way.tryEmitValue(attached);
        }
    }

    /** Reads and writes until a stream ends; has to be subscribed, once, for anything to happen. Never signals an error. */
    public Mono<Void> watch() {
        Mono<Void> reading = attached.output().doOnNext(this::readAttached).then();
        // The end of the reading is what counts; it follows when writing fails.
        Mono<Void> writing = way.asMono()
                .flatMap(stream ->
                        stream.write(outgoing.asFlux().map(Supplier::get).filter(frame -> frame.length > 0)))
                .onErrorComplete()
                .then(Mono.never());
        Mono<Void> beating = Mono.delay(LEASE.dividedBy(BEATS_PER_LEASE), scheduler)
                .repeat()
                .index((number, tick) -> number)
                .doOnNext(beat -> send(() -> greeted ? EngineFrames.ping(beat) : NOTHING))
                .then();
        return Mono.firstWithSignal(reading, readingSocket(), writing, beating)
                .doOnSuccess(done -> finish(null))
                .onErrorResume(e -> {
                    finish(e);
                    return Mono.empty();
                });
    }

    private Mono<Void> readingSocket() {
        return socket == null
                ? Mono.never()
                : socket.accepted()
                        .doOnNext(this::onConnected)
                        .flatMap(stream -> stream.output()
                                .doOnNext(frame -> decoder.decode(frame.bytes(), this::onFrame))
                                .then());
    }

    private void onConnected(DuplexStream stream) {
        connected = true;
        way.tryEmitValue(stream);
    }

    /** Greets the agent; completes when it is ready for commands, and signals {@link AgentFailedException} when it will not be. */
    public Mono<Void> greet() {
        return Mono.defer(() -> {
            send(this::hello);
            return ready.asMono();
        });
    }

    private byte[] hello() {
        greeted = true;
        return EngineFrames.hello((int) LEASE.toMillis());
    }

    /** Completes when the agent has ended, or the stream to it. */
    public Mono<Void> ended() {
        return ended.asMono();
    }

    /** Lets go of the agent, which ends, with all its commands. */
    public void release() {
        attached.dispose();
        if (socket != null) {
            socket.dispose();
        }
    }

    String sandboxId() {
        return sandboxId;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Starts a command. What becomes of it, the command is told. */
    void spawn(AgentCommand command, byte[] description) {
        live.add(command);
        SandboxException over = end;
        if (over == null) {
            send(() -> join(EngineFrames.spawn(number(command), description)));
        } else {
            // The end may have come too early to find it.
            live.remove(command);
            command.fail(over);
        }
    }

    /** Called as its description is sent, so for one after the other. */
    private int number(AgentCommand command) {
        int number = ++lastNumber;
        command.number(number);
        numbered.put(number, command);
        return number;
    }

    /** Queues a frame, made when its turn comes. Where the stream has ended nothing happens: its commands have been told. */
    void send(Supplier<byte[]> frame) {
        outgoing.emitNext(frame, Sinks.EmitFailureHandler.busyLooping(EMIT_SPIN));
    }

    private static byte[] join(List<byte[]> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        byte[] all = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private void readAttached(StreamFrame frame) {
        if (frame.source() == StreamFrame.Source.STDERR) {
            // The agent prints nothing there; what comes is said by whatever runs in its place.
            complaint.append(frame.text(), 0, Math.min(frame.text().length(), KEPT_CHARACTERS - complaint.length()));
            return;
        }
        if (connected) {
            throw new AgentProtocolException("frames on the attached stream, beside the connection");
        }
        decoder.decode(frame.bytes(), this::onAttachedFrame);
    }

    private void onAttachedFrame(AgentFrame frame) {
        if (frame instanceof AgentFrame.NoSocket refused && socket != null) {
            way.tryEmitValue(attached);
            socket.isUnreachable("the agent cannot connect to it (error " + refused.errno() + ")");
        } else {
            onFrame(frame);
        }
    }

    private void onFrame(AgentFrame frame) {
        STREAM.trace("{} agent: {}", sandboxId, frame);
        if (frame instanceof AgentFrame.OfCommand ofCommand) {
            AgentCommand command = numbered.get(ofCommand.id());
            if (command == null) {
                throw new AgentProtocolException("a frame for a command that is not there: " + frame);
            }
            if (command.onFrame(ofCommand)) {
                numbered.remove(ofCommand.id());
                live.remove(command);
            }
        } else if (frame instanceof AgentFrame.Hello hello) {
            requireVersion(hello.version());
            ready.tryEmitEmpty();
        } else if (frame instanceof AgentFrame.Fatal fatal) {
            throw new AgentProtocolException(fatal.reason());
        }
    }

    private static void requireVersion(int version) {
        if (version != EngineFrames.VERSION) {
            throw new AgentProtocolException(
                    "it speaks version " + version + " of the protocol, this engine speaks " + EngineFrames.VERSION);
        }
    }

    private void finish(@Nullable Throwable cause) {
        SandboxException reason = toReason(cause);
        end = reason;
        ready.tryEmitError(reason);
        live.forEach(command -> command.fail(reason));
        live.clear();
        numbered.clear();
        ended.tryEmitEmpty();
        release();
    }

    private SandboxException toReason(@Nullable Throwable cause) {
        if (cause instanceof AgentProtocolException) {
            STREAM.warn("{} the agent failed: {}", sandboxId, cause.getMessage());
            return new AgentFailedException(sandboxId, "its agent failed: " + cause.getMessage(), cause);
        }
        String said = complaint.toString().strip();
        return new SandboxGoneException(
                sandboxId, "its main process has ended" + (said.isEmpty() ? "" : ": " + said), cause);
    }
}
