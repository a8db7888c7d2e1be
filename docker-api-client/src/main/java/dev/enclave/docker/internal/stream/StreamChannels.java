package dev.enclave.docker.internal.stream;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;

/** What all channels of long-lived connections have in common. */
final class StreamChannels {

    /** The most that one read brings. */
    static final int READ_SIZE = 64 * 1024;

    private StreamChannels() {}

    /** A copy for connections that this side opens. */
    static Bootstrap configure(Bootstrap bootstrap) {
        return bootstrap
                .clone()
                .option(ChannelOption.AUTO_READ, false)
                // A write that fails, as the other side no longer reads, must not cut off the output that is still
                // unread.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, oneRead());
    }

    /** A copy for connections that the other side opens. */
    static ServerBootstrap configure(ServerBootstrap bootstrap) {
        return bootstrap
                .clone()
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.AUTO_CLOSE, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, oneRead());
    }

    /** One read at a time, so that what is held without demand stays bounded. */
    private static RecvByteBufAllocator oneRead() {
        return new AdaptiveRecvByteBufAllocator(512, 4096, READ_SIZE).maxMessagesPerRead(1);
    }
}
