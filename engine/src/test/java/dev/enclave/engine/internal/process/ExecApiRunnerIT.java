package dev.enclave.engine.internal.process;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.testing.TestEngine;
import java.util.List;
import reactor.core.scheduler.Schedulers;

/** The contract of commands, kept by the exec API. */
class ExecApiRunnerIT extends SharedFixture {

    private static final List<String> WAIT = List.of("/bin/busybox", "tail", "-f", "/dev/null");

    @Override
    public RunnerFixture open(RunnerFixture.Needs needs) {
        return Fixture.open(needs);
    }

    private record Fixture(CommandRunner runner, BackgroundTasks background, ContractContainer container)
            implements RunnerFixture {

        static Fixture open(Needs needs) {
            DockerClient client = TestEngine.client();
            BackgroundTasks background = new BackgroundTasks();
            ContractContainer container = new ContractContainer();
            CommandRunner runner =
                    new ExecApiRunner(client, container.target(), MemoryWatch.NONE, background, Schedulers.parallel());
            Fixture fixture = new Fixture(runner, background, container);
            HostConfig.Builder host = HostConfig.builder().init(true);
            client.containers()
                    .create(
                            container.name(),
                            container.config(WAIT, host, needs).build())
                    .then(client.containers().start(container.name()))
                    .block(PATIENCE);
            if (!needs.shell()) {
                fixture.removeShell();
            }
            return fixture;
        }

        @Override
        public boolean sandboxKilled() {
            return container.isKilled();
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
            container.remove();
        }
    }
}
