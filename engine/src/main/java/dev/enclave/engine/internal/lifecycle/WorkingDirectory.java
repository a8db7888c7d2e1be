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

    static Command create(SandboxSpec spec) {
        return Command.of("mkdir", "-p", "--", spec.workingDirectory()).withWorkingDirectory("/");
    }

    /** Removes the sandbox and signals an error when the directory could not be made. */
    static Mono<Void> require(Sandbox sandbox, ExecResult result) {
        if (result.isSuccess()) {
            return Mono.empty();
        }
        return sandbox.remove()
                .then(Mono.error(new SandboxCreationException(
                        sandbox.id(),
                        "its working directory cannot be made: "
                                + result.stderr().strip(),
                        null)));
    }
}
