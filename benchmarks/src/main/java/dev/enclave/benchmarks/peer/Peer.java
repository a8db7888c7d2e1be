package dev.enclave.benchmarks.peer;

/** A client of the engine that is measured. */
public interface Peer extends AutoCloseable {

    /** {@return how much it may be asked to do at once} */
    default int mostAtOnce() {
        return Integer.MAX_VALUE;
    }

    /** Closes its connections and ends its threads, and returns when that is done. */
    @Override
    void close();
}
