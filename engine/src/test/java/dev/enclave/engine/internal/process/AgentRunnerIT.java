package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.ContainerInspection;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.MountConfig;
import dev.enclave.engine.AgentUse;
import dev.enclave.engine.Command;
import dev.enclave.engine.internal.agent.AgentConnection;
import dev.enclave.engine.internal.agent.AgentProvider;
import dev.enclave.engine.internal.agent.AgentRunner;
import dev.enclave.engine.internal.agent.AgentSocket;
import dev.enclave.engine.internal.agent.AgentSockets;
import dev.enclave.engine.internal.agent.AgentVolume;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** The contract of commands, kept by the agent over the attached stream. */
class AgentRunnerIT extends SharedFixture {

    @Override
    public RunnerFixture open(RunnerFixture.Needs needs) {
        return Fixture.open(needs, new AgentSockets(TestEngine.client(), false, null));
    }

    /** {@code docker stop} sends TERM to the first process, and KILL when the grace is over: exit code 137. */
    @Test
    void endsInOrderWhenItsContainerIsStopped() {
        try (Fixture fixture =
                Fixture.open(RunnerFixture.Needs.NOTHING_SPECIAL, new AgentSockets(TestEngine.client(), false, null))) {
            fixture.start(Command.shell("trap '' TERM; sleep 7430; :"), 1, 7430);
            String name = fixture.container().name();

            ContainerInspection.State stopped = TestEngine.client()
                    .containers()
                    .stop(name, RunnerFixture.PATIENCE.multipliedBy(4))
                    .then(TestEngine.client().containers().inspect(name))
                    .map(ContainerInspection::state)
                    .block(RunnerFixture.PATIENCE);

            assertThat(stopped.running()).isFalse();
            assertThat(stopped.exitCode()).isZero();
        }
    }

    record Fixture(
            CommandRunner runner,
            AgentConnection connection,
            BackgroundTasks background,
            ContractContainer container,
            AgentSockets sockets)
            implements RunnerFixture {

        static Fixture open(Needs needs, AgentSockets sockets) {
            DockerClient client = TestEngine.client();
            BackgroundTasks background = new BackgroundTasks();
            AgentVolume agent = new AgentProvider(client, AgentUse.REQUIRED, background, () -> {})
                    .provide(TestImages.require(TestImages.BUSYBOX), TestRun.labels())
                    .block(PATIENCE)
                    .orElseThrow();
            ContractContainer container = new ContractContainer();
            String name = container.name();
            AgentSocket socket = sockets.prepare(TestEngine.endpoint())
                    .then(sockets.open(name))
                    .block(PATIENCE)
                    .orElse(null);
            AgentConnection connection = client.containers()
                    .create(name, config(container, needs, agent, socket))
                    .then(client.containers().attach(name, AttachOptions.ALL))
                    .map(stream -> new AgentConnection("contract", stream, socket, Schedulers.parallel()))
                    .doOnNext(attached -> background.run("the agent of " + name, attached.watch()))
                    .delayUntil(attached -> client.containers().start(name).then(attached.greet()))
                    .block(PATIENCE);
            CommandRunner runner = new AgentRunner(connection, container.target(), false, background);
            Fixture fixture = new Fixture(runner, connection, background, container, sockets);
            if (!needs.shell()) {
                fixture.removeShell();
            }
            return fixture;
        }

        private static ContainerConfig config(
                ContractContainer container, Needs needs, AgentVolume agent, @Nullable AgentSocket socket) {
            List<MountConfig> mounts = new ArrayList<>(List.of(agent.mount()));
            List<String> program = new ArrayList<>(List.of(AgentVolume.PROGRAM_PATH, "run"));
            if (socket != null) {
                mounts.add(socket.mount());
                program.addAll(socket.arguments());
            }
            return container
                    .config(program, HostConfig.builder().mounts(mounts), needs)
                    .openStdin(true)
                    .stdinOnce(true)
                    .attachStdin(true)
                    .attachStdout(true)
                    .attachStderr(true)
                    .build();
        }

        @Override
        public boolean sandboxKilled() {
            return container.isKilled();
        }

        @Override
        public boolean losesOutputThatNobodyReads() {
            return false;
        }

        @Override
        public boolean tellsSignalsAndUsage() {
            return true;
        }

        @Override
        public boolean knowsTheSizeOfATerminalAtOnce() {
            return true;
        }

        @Override
        public boolean findsOrphansWithoutEnvironment() {
            return true;
        }

        @Override
        public boolean endsEveryTree() {
            return true;
        }

        @Override
        public void awaitBackground() {
            // The watch of the connection runs on; what else does ends with the commands.
            background.idle(Duration.ofSeconds(1)).block(PATIENCE);
        }

        @Override
        public void close() {
            connection.release();
            container.remove();
            sockets.close().block(PATIENCE);
            background.idle(PATIENCE).block(PATIENCE);
        }
    }
}
