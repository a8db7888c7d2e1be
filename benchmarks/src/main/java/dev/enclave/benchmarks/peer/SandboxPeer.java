package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.Work;

/** A peer that makes containers. */
public interface SandboxPeer extends Peer {

    /**
     * Creates and starts a container, runs a command in it, reads its output and its exit code, and removes the container.
     *
     * @param recipe the container and the command
     * @return the work
     */
    Work sandbox(Recipe recipe);
}
