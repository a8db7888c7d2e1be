package dev.enclave.testing.proxy;

/** Sees what passes a {@link FaultProxy} before it is passed on. Called from many threads. */
public interface Tap {

    /** Sees bytes that have come on a connection. */
    void passed(int connection, Fault.Side side, byte[] bytes);

    /** Sees that a direction of a connection has ended. */
    void ended(int connection, Fault.Side side);
}
