package dev.enclave.docker.internal.http;

import dev.enclave.docker.transport.SocketKind;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import reactor.netty.resources.LoopResources;

/** Chooses between Netty's native transport, of which a platform has one at most, and Java's own. */
final class Sockets {

    private Sockets() {}

    /** Tells whether the native transport is used; disposes of the loops, and throws, when what was asked for is not there. */
    static boolean areNative(SocketKind kind, LoopResources loops) {
        boolean present = LoopResources.hasNativeSupport();
        boolean fits = switch (kind) {
            case NIO, AUTO -> true;
            case NATIVE -> present;
            case EPOLL -> present && isEpoll(loops);
            // The only one that there is besides.
            case KQUEUE -> present && !isEpoll(loops);
        };
        if (!fits) {
            loops.dispose();
            throw new IllegalStateException(
                    "SocketKind." + kind
                            + " is not present on this platform or class path; use SocketKind.AUTO or NIO, or add Netty's native transport");
        }
        return present && kind != SocketKind.NIO;
    }

    private static boolean isEpoll(LoopResources loops) {
        return loops.onClient(true).next() instanceof IoEventLoop loop && loop.isIoType(EpollIoHandler.class);
    }
}
