package dev.enclave.engine.internal.lifecycle;

import dev.enclave.engine.internal.process.CommandRunner;
import dev.enclave.engine.internal.process.ExecTarget;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A main process that only holds the sandbox; the commands run beside it, through the exec API. */
final class ShellMain implements SandboxMain {

    private final Lease lease;
    private final Function<ExecTarget, CommandRunner> runners;

    ShellMain(Lease lease, Function<ExecTarget, CommandRunner> runners) {
        this.lease = lease;
        this.runners = runners;
    }

    @Override
    public Mono<Void> watch() {
        return lease.watch();
    }

    @Override
    public Mono<Void> ready() {
        return lease.ready();
    }

    @Override
    public Mono<Void> ended() {
        return lease.ended();
    }

    @Override
    public void release() {
        lease.release();
    }

    @Override
    public CommandRunner runner(ExecTarget target) {
        return runners.apply(target);
    }
}
