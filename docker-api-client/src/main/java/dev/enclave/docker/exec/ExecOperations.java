package dev.enclave.docker.exec;

import dev.enclave.docker.stream.DuplexStream;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Operations on commands in running containers. */
public interface ExecOperations {

    /**
     * Prepares a command.
     *
     * @param container id or name of a running container
     * @param config the command
     * @return the exec's id. Signals {@link dev.enclave.docker.NotFoundException} when there is no such container, {@link
     *     dev.enclave.docker.ConflictException} when it does not run, {@link dev.enclave.docker.ApiVersionException} when the engine is too old for
     *     the console size
     */
    Mono<String> create(String container, ExecConfig config);

    /**
     * Starts a prepared command and connects to its streams.
     *
     * @param exec the exec's id
     * @param tty the same value that it was created with: a different one would lose standard error
     * @return the connection, which the caller closes. Closing it does not end the command; the engine has no call for that. A program
     *     that cannot be run ends with exit code 126 or 127 and a text on the output
     */
    Mono<DuplexStream> start(String exec, boolean tty);

    /**
     * Starts a prepared command without connecting to it.
     *
     * @param exec the exec's id
     * @return completes when it is started
     */
    Mono<Void> startDetached(String exec);

    /**
     * Describes a command.
     *
     * @param exec the exec's id
     * @return the description. Signals {@link dev.enclave.docker.NotFoundException} also some minutes after the command's end, and when
     *     the container has been removed
     */
    Mono<ExecInspection> inspect(String exec);

    /**
     * Waits for a command's exit code. To be called when its output has ended: engines record the code a moment after that, so this
     * asks again, with growing pauses, until it is there.
     *
     * @param exec the exec's id
     * @param timeout how long to ask
     * @return the exit code, never invented. Signals {@link dev.enclave.docker.DockerTimeoutException} when the engine does not record
     *     one in time
     */
    Mono<Integer> exitCode(String exec, Duration timeout);

    /**
     * Sets the size of a command's terminal.
     *
     * @param exec the exec's id
     * @param rows its height in characters
     * @param columns its width in characters
     * @return completes when it is set
     */
    Mono<Void> resize(String exec, int rows, int columns);
}
