package dev.enclave.docker.stream;

import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A connection that carries bytes both ways: an attached container, a started exec. Whoever opened it closes it, by {@link #close()}
 * or {@link #dispose()}, also when its output was never subscribed; the end of the output and the cancellation of its subscriber close
 * it too. Closing the connection does not end the process behind it.
 */
public interface DuplexStream extends Disposable {

    /**
     * The output. Can be subscribed once; a second subscriber gets an {@link IllegalStateException}. Nothing is read from the socket
     * before there is demand, so that a slow subscriber slows the writing process (at most one read, 64 KiB, is held for it).
     *
     * @return the frames, completing when the other side ends the stream. Cancelling closes the connection. Signals
     *     {@link dev.enclave.docker.DockerProtocolException} when the stream ends inside a frame, and
     *     {@link dev.enclave.docker.ConnectionLostException} when the connection breaks, or this side closes it before
     */
    Flux<StreamFrame> output();

    /**
     * Writes to the other side's standard input, one chunk at a time: the next is requested when the socket has taken the one before.
     *
     * @param chunks what to write; the arrays must not change until written
     * @return completes when all is written, does not end the input. Cancelling cancels {@code chunks}. Signals
     *     {@link dev.enclave.docker.ConnectionLostException} when the other side no longer reads
     */
    Mono<Void> write(Publisher<byte[]> chunks);

    /**
     * Ends the standard input of the other side, while its output goes on. On a terminal this does nothing, as the engine would cut
     * the output too (moby #38457): write the byte 0x04 there. Over TLS the end is a message of its own ({@code close_notify}, as the docker
     * command line sends it): engines take it as the end of the input, while a proxy on the way may end the output too.
     *
     * <p>A command ({@code exec}), and a container that was created with {@code stdinOnce}, see the end of their input. A container without it
     * does not: it keeps its input open for whoever attaches next, and the engine ends this stream's output instead, while the
     * container runs on.
     *
     * @return completes when the end is sent; also when the connection has already gone. Signals
     *     {@link dev.enclave.docker.DockerProtocolException} when this connection has no way to end one direction
     */
    Mono<Void> endInput();

    /**
     * Closes the connection.
     *
     * @return completes when it is closed; idempotent
     */
    Mono<Void> close();

    /** Closes the connection at once, without waiting. */
    @Override
    void dispose();

    /** {@return whether the connection has gone} */
    @Override
    boolean isDisposed();
}
