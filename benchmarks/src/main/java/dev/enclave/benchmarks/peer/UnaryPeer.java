package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.Work;

/** A peer that makes single requests. */
public interface UnaryPeer extends Peer {

    /** {@return the smallest request that there is} */
    Work ping();

    /**
     * Asks for the description of a container, some kilobytes of JSON.
     *
     * @param container its name
     * @return the work
     */
    Work inspect(String container);
}
