package dev.enclave.engine;

import dev.enclave.testing.ArchitectureContract;
import java.util.Set;

class ArchitectureTests extends ArchitectureContract {

    private static final Set<String> MAY_SUBSCRIBE = Set.of("dev.enclave.engine.internal.background.BackgroundTasks");

    /** The watch that outlives a killed JVM. */
    private static final Set<String> PROGRAMS = Set.of("dev.enclave.engine.internal.orphan.OrphanWatchMain");

    ArchitectureTests() {
        super("dev.enclave.engine", "dev.enclave.examples..", "dev.enclave.docker..internal..");
    }

    @Override
    protected Set<String> maySubscribe() {
        return MAY_SUBSCRIBE;
    }

    @Override
    protected Set<String> programs() {
        return PROGRAMS;
    }
}
