package dev.enclave.docker;

import com.tngtech.archunit.library.dependencies.SliceRule;
import dev.enclave.testing.ArchitectureContract;
import java.util.Set;

class ArchitectureTests extends ArchitectureContract {

    ArchitectureTests() {
        super("dev.enclave.docker", "dev.enclave.engine..", "dev.enclave.examples..");
    }

    @Override
    protected Set<String> mayWrapTimers() {
        return Set.of(Timers.class.getName());
    }

    /** Goes away when {@code ApiErrors} moves out of {@code internal.http}, which itself builds on {@code internal.stream}. */
    @Override
    protected SliceRule withoutKnownArrows(SliceRule cycles) {
        return cycles.ignoreDependency(
                "dev.enclave.docker.internal.stream.StreamHeadHandler", "dev.enclave.docker.internal.http.ApiErrors");
    }
}
