package dev.enclave.docker.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * Has the system ask over quiet TCP connections whether the other side is still there. Without it a stream to a host that vanished is silent
 * for ever, and routers forget connections that are silent, half-closed ones after a minute.
 */
final class KeepAlive {

    /** The systems' own default is two hours. */
    static final int IDLE_SECONDS = 30;

    private static final int INTERVAL_SECONDS = 10;
    private static final int PROBES = 6;

    private KeepAlive() {}

    /** Sets it on a channel that is not connected yet; on any but a TCP channel this does nothing. */
    static void set(Channel channel) {
        if (channel instanceof SocketChannel tcp) {
            ChannelConfig config = tcp.config();
            config.setOption(ChannelOption.SO_KEEPALIVE, true);
            if (channel instanceof EpollSocketChannel) {
                config.setOption(EpollChannelOption.TCP_KEEPIDLE, IDLE_SECONDS);
                config.setOption(EpollChannelOption.TCP_KEEPINTVL, INTERVAL_SECONDS);
                config.setOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
            } else if (channel instanceof NioSocketChannel) {
                // Where the platform does not have them these do nothing.
                config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS);
                config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), INTERVAL_SECONDS);
                config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
            }
        }
    }
}
