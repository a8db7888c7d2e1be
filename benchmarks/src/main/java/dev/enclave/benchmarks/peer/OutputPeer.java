package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.Work;
import java.time.Duration;

/** A peer that reads what a command prints. */
public interface OutputPeer extends Peer {

    /**
     * Runs a command that prints zeros in a running container, and reads them to the end.
     *
     * @param container the container's name
     * @param bytes how many
     * @param pause after each part that arrived, before the next is asked for; with one, the engine may throw away the last part
     * @return the work
     */
    Work output(String container, long bytes, Duration pause);
}
