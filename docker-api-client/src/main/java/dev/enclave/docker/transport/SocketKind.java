package dev.enclave.docker.transport;

/** How sockets are read and written. */
public enum SocketKind {
    /** Netty's native transport (epoll, kqueue) where it is present, otherwise the JDK's own sockets. */
    AUTO,
    /** Netty's native transport; an error where it is not present. */
    NATIVE,
    /** The JDK's own non-blocking sockets. */
    NIO
}
