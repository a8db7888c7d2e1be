package dev.enclave.docker.internal.stream;

import io.netty.channel.ChannelHandlerContext;

/** Told once how the opening of a stream ended; later calls are ignored. */
interface StreamOpening {

    void succeed(ChannelHandlerContext ctx, Framing framing);

    void fail(Throwable error);
}
