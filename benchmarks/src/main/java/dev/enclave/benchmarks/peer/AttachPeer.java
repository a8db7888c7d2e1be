package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.Work;

/** A peer that talks to a container's own program. */
public interface AttachPeer extends Peer {

    /**
     * Attaches to a container whose program sends back what it gets.
     *
     * @param container the container's name
     * @param message what is sent each time
     * @return the open connection
     */
    Echo attach(String container, byte[] message);

    /** An open connection. */
    interface Echo extends AutoCloseable {

        /** {@return sending the message, and waiting until all of it has come back; one at a time} */
        Work roundTrip();

        @Override
        void close();
    }
}
