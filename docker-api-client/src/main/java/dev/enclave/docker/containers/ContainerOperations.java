package dev.enclave.docker.containers;

import dev.enclave.docker.archive.DirectoryArchive;
import dev.enclave.docker.archive.PackOptions;
import dev.enclave.docker.archive.UnpackOptions;
import dev.enclave.docker.archive.Unpacked;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.nio.file.Path;
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
     *     refused, {@link dev.enclave.docker.ApiVersionException} when the engine is too old for the console size. A request that was cancelled
     *     or lost after it had left may have created the container: give it a name to find it by
     */
    Mono<ContainerCreated> create(@Nullable String name, ContainerConfig config);

    /**
     * Creates a container of an image for a certain platform.
     *
     * @param name its name; null lets the engine choose one
     * @param platform the platform as {@code os[/arch[/variant]]}, for example {@code linux/amd64}; null for any
     * @param config what it is made of
     * @return as {@link #create(String, ContainerConfig)}; signals {@link dev.enclave.docker.NotFoundException} also when the image that
     *     is there is for another platform
     */
    Mono<ContainerCreated> create(@Nullable String name, @Nullable String platform, ContainerConfig config);

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
     * Describes a container with the size of its files, which takes the engine longer.
     *
     * @param container id or name
     * @return the description
     */
    Mono<ContainerInspection> inspectWithSize(String container);

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
     * @return completes when it has stopped; also when it did not run. The answer is waited for as long as the grace and the client's
     *     response timeout together. With null that is the response timeout alone, as the container's setting is not known
     *     here: where that is longer, {@link dev.enclave.docker.DockerTimeoutException} is signalled, while the engine goes on to
     *     stop the container
     */
    Mono<Void> stop(String container, @Nullable Duration grace);

    /**
     * Stops a container, as {@link #stop} does, and starts it again; starts one that does not run.
     *
     * @param container id or name
     * @param grace how long to wait before the kill, in whole seconds; null for the container's own setting
     * @return completes when it runs. The answer is waited for as with {@link #stop}
     */
    Mono<Void> restart(String container, @Nullable Duration grace);

    /**
     * Stops all processes in a container where they are. They notice nothing of it.
     *
     * @param container id or name
     * @return completes when they are stopped. Signals {@link dev.enclave.docker.ConflictException} when it does not run or is paused
     *     already
     */
    Mono<Void> pause(String container);

    /**
     * Lets the processes of a paused container go on.
     *
     * @param container id or name
     * @return completes when they go on. Signals {@link dev.enclave.docker.ConflictException} when it is not paused
     */
    Mono<Void> unpause(String container);

    /**
     * Gives a container another name.
     *
     * @param container id or name
     * @param name the new name
     * @return completes when it has that name. Signals {@link dev.enclave.docker.ConflictException} when the name is in use
     */
    Mono<Void> rename(String container, String name);

    /**
     * Changes a container's limits and restart policy.
     *
     * @param container id or name
     * @param changes what changes
     * @return what could not be done as asked. Signals {@link dev.enclave.docker.DockerApiException} when a value is refused, or does not go
     *     with the others
     */
    Mono<ContainerUpdated> update(String container, UpdateConfig changes);

    /**
     * Lists the processes in a container.
     *
     * @param container id or name
     * @param psArguments arguments of {@code ps} on the engine's host, for example {@code -eo pid,comm}; null for {@code -ef}
     * @return the processes. Signals {@link dev.enclave.docker.ConflictException} when it does not run
     */
    Mono<ContainerProcesses> top(String container, @Nullable String psArguments);

    /**
     * Tells how a container's file system differs from its image. What is in mounts does not count.
     *
     * @param container id or name
     * @return the differences, directories before what is in them
     */
    Flux<PathChange> changes(String container);

    /**
     * Watches what a container uses.
     *
     * @param container id or name
     * @return a measurement about each second, on a connection of its own, read only as demanded; goes on, without figures, when the
     *     container does not run, until it is cancelled or the container removed. Cancelling closes the connection
     */
    Flux<ContainerStats> stats(String container);

    /**
     * Measures what a container uses, with the CPU over a span of time: the engine measures twice.
     *
     * @param container id or name
     * @return the measurement, after one or two seconds
     */
    Mono<ContainerStats> statsOnce(String container);

    /**
     * Measures what a container uses at once, and so without the CPU over a span of time; {@link ContainerStats#cpuPercentSince} computes that
     * from two such measurements.
     *
     * @param container id or name
     * @return the measurement
     */
    Mono<ContainerStats> statsNow(String container);

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
     * Removes containers that do not run.
     *
     * @param options which ones
     * @return what was removed. Signals {@link dev.enclave.docker.ConflictException} when another prune is in progress
     */
    Mono<ContainersPruned> prune(PruneContainersOptions options);

    /**
     * Reads a container's whole file system as a tar archive, without what is in mounts.
     *
     * @param container id or name
     * @return the archive's bytes, on a connection of its own, read only as demanded. Cancelling closes the connection
     */
    Flux<byte[]> export(String container);

    /**
     * Makes an image of a container's file system, without what is in mounts.
     *
     * @param container id or name
     * @param options what the image is like
     * @return the image's id
     */
    Mono<String> commit(String container, CommitOptions options);

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
     * Reads a file or directory as a tar archive: also a single file comes as one, not as its bytes.
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

    /**
     * Brings what is in a directory on this side into a container, at constant memory.
     *
     * @param container id or name
     * @param directory the directory on this side; {@link DirectoryArchive#pack} says what is kept of it
     * @param target an existing directory in the container, absolute; links in its path are followed there. {@link
     *     PackOptions#withPrefix} makes one in it. What is in both is replaced
     * @param options what is left out, and whom everything belongs to
     * @return completes when everything is there. Signals {@link dev.enclave.docker.ArchiveException} when something cannot be read or
     *     changes meanwhile; what was sent before stays. As {@link #putArchive}: never do that while untrusted code runs in the container
     */
    Mono<Void> putDirectory(String container, Path directory, String target, PackOptions options);

    /**
     * Brings what is in a directory of a container to this side, at constant memory, without trusting the container.
     *
     * @param container id or name
     * @param source the directory in the container, absolute; links in its path are followed there
     * @param directory the directory on this side, made if it is missing; {@link DirectoryArchive#unpack} says what is
     *     kept, and what stays after an error
     * @param options what may be replaced and linked, and how much there may be
     * @return what came. Signals {@link dev.enclave.docker.NotFoundException} when there is no such directory in the container, {@link
     *     dev.enclave.docker.DockerApiException} when it is a file, {@link dev.enclave.docker.ArchiveException} when something is not safe to
     *     have, more than the limits, there already, or cannot be written
     */
    Mono<Unpacked> getDirectory(String container, String source, Path directory, UnpackOptions options);
}
