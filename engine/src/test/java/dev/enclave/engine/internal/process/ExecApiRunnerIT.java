package dev.enclave.engine.internal.process;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.engine.Command;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The contract of commands, kept by the exec API. */
class ExecApiRunnerIT implements CommandRunnerContract {

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

    private record Fixture(CommandRunner runner, BackgroundTasks background, String container, AtomicBoolean killed)
            implements RunnerFixture {

        static Fixture open(Needs needs) {
            DockerClient client = TestEngine.client();
            String container = TestRun.name("runner");
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
            BackgroundTasks background = new BackgroundTasks();
            Fixture fixture = new Fixture(
                    new ExecApiRunner(client, target, MemoryWatch.NONE, background, Schedulers.parallel()),
                    background,
                    container,
                    killed);
            client.containers()
                    .create(container, config(needs))
                    .then(client.containers().start(container))
                    .block(PATIENCE);
            if (!needs.shell()) {
                fixture.run(Command.of("/bin/busybox", "rm", "/bin/sh"));
            }
            return fixture;
        }

        private static ContainerConfig config(Needs needs) {
            return ContainerConfig.builder(TestImages.require(TestImages.BUSYBOX))
                    .entrypoint(List.of("/bin/busybox", "tail", "-f", "/dev/null"))
                    .labels(TestRun.labels())
                    .hostConfig(HostConfig.builder()
                            .init(true)
                            .networkMode("none")
                            .pidsLimit((long) needs.pids())
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
            return true;
        }

        @Override
        public void awaitBackground() {
            background.idle(PATIENCE).block(PATIENCE);
        }

        @Override
        public void close() {
            TestEngine.client()
                    .containers()
                    .remove(container, RemoveOptions.FORCE)
                    .block(PATIENCE);
        }
    }
}
