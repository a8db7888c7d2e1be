package dev.enclave.engine.internal.agent;

import dev.enclave.docker.containers.MountConfig;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A socket of this process that is mounted into one sandbox, for its agent to connect to. The agent is the first program there and connects
 * before it starts any other; from then on nobody else can.
 */
public final class AgentSocket implements Disposable {

    private static final Logger CLEANUP = LoggerFactory.getLogger("dev.enclave.cleanup");

    private final StreamListener listener;
    private final Path file;
    private final Consumer<String> unreachable;

    AgentSocket(StreamListener listener, Path file, Consumer<String> unreachable) {
        this.listener = listener;
        this.file = file;
        this.unreachable = unreachable;
    }

    /** {@return the mount by which a container has the socket} */
    public MountConfig mount() {
        // Read-only or not, whoever may write to a socket's file may connect.
        return MountConfig.bind(file.toString(), AgentVolume.SOCKET_PATH, true, null);
    }

    /** {@return what tells the agent of it} */
    public List<String> arguments() {
        return List.of("--connect", AgentVolume.SOCKET_PATH);
    }

    /** Emits the agent's connection; never completes without. */
    Mono<DuplexStream> accepted() {
        return listener.accepted().switchIfEmpty(Mono.never());
    }

    /** Whether an error is about the mount of this socket, which the engine cannot make where it sees other files than this process. */
    public boolean isReasonOf(Throwable e) {
        return String.valueOf(e.getMessage()).contains(file.toString());
    }

    /** The agent, or the container engine, cannot make use of it, and of no other of this engine. */
    public void isUnreachable(String reason) {
        unreachable.accept(reason);
        dispose();
    }

    /** Removes the socket's file, which nobody needs once the agent is there. Never signals an error. */
    public Mono<Void> removeFile() {
        return Mono.<Void>fromCallable(() -> {
                    Files.deleteIfExists(file);
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorResume(e -> {
                    CLEANUP.debug("{} is left", file, e);
                    return Mono.empty();
                });
    }

    /** Ends the connection, and the wait for it. */
    @Override
    public void dispose() {
        listener.dispose();
    }
}
