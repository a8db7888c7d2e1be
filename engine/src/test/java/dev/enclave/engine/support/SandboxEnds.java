package dev.enclave.engine.support;

import dev.enclave.docker.NotFoundException;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxState;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestEngine;
import java.time.Duration;

/** How a sandbox has to end that nobody has removed. */
public final class SandboxEnds {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SandboxEnds() {}

    /** Waits until the sandbox has failed. */
    public static void awaitFailed(Sandbox sandbox) {
        Eventually.get("state", sandbox::state, SandboxState.FAILED::equals);
    }

    /** Waits until the engine knows nothing of the sandbox's container any more. */
    public static void awaitContainerGone(Sandbox sandbox) {
        Eventually.holds(
                "the container has gone",
                () -> TestEngine.client()
                        .containers()
                        .inspect(sandbox.containerName())
                        .thenReturn(false)
                        .onErrorReturn(NotFoundException.class, true)
                        .block(PATIENCE));
    }
}
