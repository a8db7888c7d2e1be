package dev.enclave.engine.internal.lifecycle;

import dev.enclave.engine.SecurityProfile;
import dev.enclave.engine.internal.agent.AgentConnection;
import dev.enclave.engine.internal.agent.AgentRunner;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.engine.internal.process.CommandRunner;
import dev.enclave.engine.internal.process.ExecTarget;
import reactor.core.publisher.Mono;

/** The agent, which also runs the commands. */
final class AgentMain implements SandboxMain {

    private final AgentConnection connection;
    private final Prepared prepared;
    private final BackgroundTasks background;

    AgentMain(AgentConnection connection, Prepared prepared, BackgroundTasks background) {
        this.connection = connection;
        this.prepared = prepared;
        this.background = background;
    }

    @Override
    public Mono<Void> watch() {
        return connection.watch();
    }

    @Override
    public Mono<Void> ready() {
        return connection.greet();
    }

    @Override
    public Mono<Void> ended() {
        return connection.ended();
    }

    @Override
    public void release() {
        connection.release();
    }

    @Override
    public CommandRunner runner(ExecTarget target) {
        boolean privileged = prepared.spec().security() == SecurityProfile.PRIVILEGED;
        return new AgentRunner(
                connection, target.withEnvironment(prepared.commandEnvironment()), privileged, background);
    }
}
