package dev.enclave.engine.internal.lifecycle;

import dev.enclave.engine.internal.process.CommandRunner;
import dev.enclave.engine.internal.process.ExecTarget;
import reactor.core.publisher.Mono;

/** The main process of a running sandbox, as this side sees it through the attached stream, which is the lease. */
interface SandboxMain {

    /** Reads the stream to its end; has to be subscribed for anything to be told. */
    Mono<Void> watch();

    /** Completes when the sandbox can run commands; signals an error when it will not. Asked once the container has been started. */
    Mono<Void> ready();

    /** Completes when the main process has ended, or the connection to it. */
    Mono<Void> ended();

    /** Lets go of the sandbox: one that lives by its lease ends. */
    void release();

    /** The way to run commands in it. */
    CommandRunner runner(ExecTarget target);
}
