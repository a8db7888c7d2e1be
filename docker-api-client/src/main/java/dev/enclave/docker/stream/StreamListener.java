package dev.enclave.docker.stream;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * A Unix socket of this process on which one program connects, once: from inside a container that the socket is bind-mounted into, so that
 * its bytes need not pass the engine. As soon as somebody has connected nobody else can.
 */
public interface StreamListener extends Disposable {

    /**
     * Waits for the connection.
     *
     * @return the connection, whose output is of {@link StreamFrame.Source#RAW}. Emitted on its event loop, to each subscriber the
     *     same. Completes empty when the listener is disposed of before. Cancelling changes nothing
     */
    Mono<DuplexStream> accepted();

    /** Stops listening, and closes the connection if there is one. The socket's file stays: whoever asked for it removes it. */
    @Override
    void dispose();

    /** {@return whether this has been disposed of} */
    @Override
    boolean isDisposed();
}
