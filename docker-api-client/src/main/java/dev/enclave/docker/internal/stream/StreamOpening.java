package dev.enclave.docker.internal.stream;

import io.netty.channel.ChannelHandlerContext;

/** Told how the opening of a stream goes, and once how it ended; later calls are ignored. */
interface StreamOpening {

    /** Prepares the pipeline behind the given handler for the body that follows. */
    void prepare(ChannelHandlerContext ctx, Framing framing);

    /** The stream is open. */
    void succeed();

    /** The stream cannot be opened. */
    void fail(Throwable error);
}
