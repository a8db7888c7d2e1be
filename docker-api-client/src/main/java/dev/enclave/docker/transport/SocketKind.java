package dev.enclave.docker.transport;

/** How sockets are read and written. A kind that is asked for by name and not present is an {@link IllegalStateException} at the first request. */
public enum SocketKind {
    /** Netty's native transport (epoll, kqueue) where it is present, otherwise the JDK's own sockets. */
    AUTO,
    /** Netty's native transport, whichever the platform has; an error where there is none. */
    NATIVE,
    /** Netty's native transport of Linux; it is part of this library's dependencies. */
    EPOLL,
    /** Netty's native transport of macOS and BSD: add {@code io.netty:netty-transport-native-kqueue} with its classifier. */
    KQUEUE,
    /** The JDK's own non-blocking sockets, on every platform. */
    NIO
}
