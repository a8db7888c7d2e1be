package dev.enclave.docker.containers;

import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Operations on containers. A container is named by its id, a unique prefix of it, or its name.
 *
 * <p>All of them signal {@link dev.enclave.docker.NotFoundException} when there is no such container, and the other subtypes of
 * {@link dev.enclave.docker.DockerException} as these say.
 */
public interface ContainerOperations {

    /**
     * Creates a container without starting it.
     *
     * @param name its name; null lets the engine choose one
     * @param config what it is made of
     * @return its id. Signals {@link dev.enclave.docker.NotFoundException} when the image is not there, {@link
     *     dev.enclave.docker.ConflictException} when the name is in use, {@link dev.enclave.docker.BadRequestException} when a value is
     *     refused. A request that was cancelled or lost after it had left may have created the container: give it a name to find it by
     */
    Mono<ContainerCreated> create(@Nullable String name, ContainerConfig config);

    /**
     * Starts a container.
     *
     * @param container id or name
     * @return completes when its main process runs; also when it already did
     */
    Mono<Void> start(String container);

    /**
     * Describes a container.
     *
     * @param container id or name
     * @return the description
     */
    Mono<ContainerInspection> inspect(String container);

    /**
     * Lists containers.
     *
     * @param options which ones
     * @return the containers, newest first
     */
    Flux<ContainerSummary> list(ListContainersOptions options);

    /**
     * Waits for a container. The engine has registered the waiter when {@link #armWait} emits; use that to wait for something that is
     * about to be started.
     *
     * @param container id or name
     * @param condition what to wait for
     * @return the exit; without a timeout of its own
     */
    Mono<ContainerExit> waitFor(String container, WaitCondition condition);

    /**
     * Begins to wait for a container.
     *
     * @param container id or name
     * @param condition what to wait for
     * @return emits, when the engine has registered the waiter, a Mono of the exit. That one must be subscribed, once: its cancellation
     *     or end closes the connection
     */
    Mono<Mono<ContainerExit>> armWait(String container, WaitCondition condition);

    /**
     * Stops a container: its stop signal, then, after the grace period, a kill.
     *
     * @param container id or name
     * @param grace how long to wait before the kill, in whole seconds; null for the container's own setting
     * @return completes when it has stopped; also when it did not run
     */
    Mono<Void> stop(String container, @Nullable Duration grace);

    /**
     * Sends a signal to a container's main process.
     *
     * @param container id or name
     * @param signal its name, for example {@code SIGKILL}
     * @return completes when it is sent. Signals {@link dev.enclave.docker.ConflictException} when the container does not run
     */
    Mono<Void> kill(String container, String signal);

    /**
     * Removes a container.
     *
     * @param container id or name
     * @param options how
     * @return completes when it has gone. Signals {@link dev.enclave.docker.ConflictException} when it runs and is not forced, or when
     *     its removal is already in progress
     */
    Mono<Void> remove(String container, RemoveOptions options);

    /**
     * Reads a container's log.
     *
     * @param container id or name
     * @param options which part of it
     * @return the output, on a connection of its own, read only as demanded. Cancelling closes the connection
     */
    Flux<StreamFrame> logs(String container, LogOptions options);

    /**
     * Attaches to a container's main process, on a connection of its own.
     *
     * @param container id or name
     * @param options what to connect
     * @return the connection, which the caller closes. Can be opened before the start, to see all output
     */
    Mono<DuplexStream> attach(String container, AttachOptions options);

    /**
     * Sets the size of a container's terminal.
     *
     * @param container id or name of a running container that was created with a terminal
     * @param rows its height in characters
     * @param columns its width in characters
     * @return completes when it is set. Signals {@link dev.enclave.docker.ConflictException} when the container does not run; engines
     *     do nothing, or signal an error, when it has no terminal
     */
    Mono<Void> resize(String container, int rows, int columns);

    /**
     * Describes a path in a container.
     *
     * @param container id or name
     * @param path the path, absolute
     * @return the description. Signals {@link dev.enclave.docker.NotFoundException} when there is no such path
     */
    Mono<PathStat> statPath(String container, String path);

    /**
     * Reads a file or directory as a tar archive.
     *
     * @param container id or name
     * @param path the path, absolute
     * @return the archive's bytes, read only as demanded
     */
    Flux<byte[]> getArchive(String container, String path);

    /**
     * Unpacks a tar archive in a container, as root. Never do that while untrusted code runs in it (CVE-2026-41567 and its like).
     *
     * @param container id or name
     * @param directory an existing directory, absolute
     * @param tar the archive's bytes. Must not be compressed: a daemon would run the container's own decompressor as root on the host;
     *     what begins like a compressed archive is refused with {@link IllegalArgumentException} before anything is sent
     * @return completes when it is unpacked
     */
    Mono<Void> putArchive(String container, String directory, Publisher<byte[]> tar);
}
