package dev.enclave.engine.internal.process;

import dev.enclave.engine.Command;
import reactor.core.publisher.Mono;

/**
 * The way in which commands are started in one sandbox. There is one contract, which {@code CommandRunnerContract} tests, however many
 * ways there are.
 */
public interface CommandRunner {

    /**
     * Starts a command.
     *
     * @param command the command
     * @return the running command, which its receiver either follows to its end and {@linkplain RunningCommand#release() releases}, or
     *     {@linkplain RunningCommand#kill kills}. Cancelling before it is emitted leaves nothing running: what was started is killed in
     *     the background
     */
    Mono<RunningCommand> start(Command command);

    /** Closes the streams of all commands at once, because their sandbox is about to be removed. */
    void closeStreams();
}
