package dev.enclave.engine.internal.process;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.engine.AgentUse;
import dev.enclave.engine.Command;
import dev.enclave.engine.internal.agent.AgentConnection;
import dev.enclave.engine.internal.agent.AgentProvider;
import dev.enclave.engine.internal.agent.AgentRunner;
import dev.enclave.engine.internal.agent.AgentVolume;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The contract of commands, kept by the agent. */
class AgentRunnerIT implements CommandRunnerContract {

    private static RunnerFixture shared;

    @BeforeAll
    static void openShared() {
        shared = Fixture.open(RunnerFixture.Needs.NOTHING_SPECIAL);
    }

    @AfterAll
    static void closeShared() {
        shared.close();
    }

    @Override
    public RunnerFixture shared() {
        return shared;
    }

    @Override
    public RunnerFixture open(RunnerFixture.Needs needs) {
        return Fixture.open(needs);
    }

    private record Fixture(
            CommandRunner runner,
            AgentConnection connection,
            BackgroundTasks background,
            String container,
            AtomicBoolean killed)
            implements RunnerFixture {

        static Fixture open(Needs needs) {
            DockerClient client = TestEngine.client();
            BackgroundTasks background = new BackgroundTasks();
            AgentVolume agent = new AgentProvider(client, AgentUse.REQUIRED, background, () -> {})
                    .provide(TestImages.require(TestImages.BUSYBOX), TestRun.labels())
                    .block(PATIENCE)
                    .orElseThrow();
            String container = TestRun.name("agent");
            AgentConnection connection = client.containers()
                    .create(container, config(needs, agent))
                    .then(client.containers().attach(container, AttachOptions.ALL))
                    .map(stream -> new AgentConnection("contract", stream, Schedulers.parallel()))
                    .doOnNext(attached -> background.run("the agent of " + container, attached.watch()))
                    .delayUntil(attached -> client.containers().start(container).then(attached.greet()))
                    .block(PATIENCE);
            AtomicBoolean killed = new AtomicBoolean();
            Mono<Void> kill =
                    client.containers().kill(container, "SIGKILL").doOnSubscribe(subscription -> killed.set(true));
            ExecTarget target = new ExecTarget(
                    "contract",
                    container,
                    null,
                    "/",
                    Map.of("INHERITED", "from sandbox", "OVERRIDDEN", "by sandbox"),
                    () -> false,
                    kill);
            CommandRunner runner = new AgentRunner(connection, target, false, background);
            Fixture fixture = new Fixture(runner, connection, background, container, killed);
            if (!needs.shell()) {
                fixture.run(Command.of("/bin/busybox", "rm", "/bin/sh"));
            }
            return fixture;
        }

        private static ContainerConfig config(Needs needs, AgentVolume agent) {
            return ContainerConfig.builder(TestImages.require(TestImages.BUSYBOX))
                    .entrypoint(List.of(AgentVolume.PROGRAM_PATH, "run"))
                    .openStdin(true)
                    .stdinOnce(true)
                    .attachStdin(true)
                    .attachStdout(true)
                    .attachStderr(true)
                    .labels(TestRun.labels())
                    .hostConfig(HostConfig.builder()
                            .networkMode("none")
                            .pidsLimit((long) needs.pids())
                            .mounts(List.of(agent.mount()))
                            .logConfig(LogConfig.NONE)
                            .build())
                    .build();
        }

        @Override
        public boolean sandboxKilled() {
            return killed.get();
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
        public void awaitBackground() {
            // The watch of the connection runs on; what else does ends with the commands.
            background.idle(Duration.ofSeconds(1)).block(PATIENCE);
        }

        @Override
        public void close() {
            connection.release();
            TestEngine.client()
                    .containers()
                    .remove(container, RemoveOptions.FORCE)
                    .block(PATIENCE);
            background.idle(PATIENCE).block(PATIENCE);
        }
    }
}
