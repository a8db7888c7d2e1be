package dev.enclave.engine.internal.lifecycle;

import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxCreationException;
import dev.enclave.engine.SandboxSpec;
import reactor.core.publisher.Mono;

/**
 * Makes a working directory that lies below a mount. That is done by the sandbox's user from inside, not by the engine: it would make the
 * directory as root, and through links that an earlier sandbox may have planted on the mount.
 */
final class WorkingDirectory {

    private WorkingDirectory() {}

    /** Signals {@link SandboxCreationException} when it cannot be made. */
    static Mono<Void> make(Sandbox sandbox, SandboxSpec spec) {
        return sandbox.exec(
                        Command.of("mkdir", "-p", "--", spec.workingDirectory()).withWorkingDirectory("/"))
                .filter(result -> !result.isSuccess())
                .flatMap(failed -> Mono.error(failure(sandbox, failed)));
    }

    private static SandboxCreationException failure(Sandbox sandbox, ExecResult result) {
        return new SandboxCreationException(
                sandbox.id(),
                "its working directory cannot be made: " + result.stderr().strip(),
                null);
    }
}
