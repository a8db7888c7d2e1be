package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.containers.ContainerSummary;
import dev.enclave.docker.containers.ListContainersOptions;
import dev.enclave.docker.volumes.ListVolumesOptions;
import dev.enclave.docker.volumes.Volume;
import dev.enclave.engine.support.HostProcesses;
import dev.enclave.engine.support.OwnDockerd;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/** A dockerd of this test's own is killed with SIGKILL while commands run. What the log says of the times is for the decision records. */
@Tag("C3")
@DisplayName("C3: nothing outlives a killed dockerd")
class DaemonKilledIT {

    private static final Logger LOG = LoggerFactory.getLogger(DaemonKilledIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int SANDBOXES = 2;

    /**
     * Two processes with the mark on their command lines, which go on as long as they may. One is an orphan in a session of its own, without
     * an environment, and ignores TERM.
     */
    private static final String SCRIPT = """
            (setsid env -i /bin/sh -c 'trap "" TERM; while :; do sleep 1; done' "$0" &)
            sleep 3600
            :""";

    private static final int PROCESSES = 2;

    @TempDir
    Path root;

    private long killedAt;

    private void tell(String what) {
        LOG.info(
                "{} ms after the kill: {}",
                Duration.ofNanos(System.nanoTime() - killedAt).toMillis(),
                what);
    }

    /** Sandboxes whose commands run in one of the two ways. */
    private final class Group {
        final AgentUse way;
        final SandboxEngine engine;
        final Mono<List<Throwable>> errors;
        final SandboxProcess background;
        final HostProcesses processes;

        Group(OwnDockerd dockerd, AgentUse way) {
            this.way = way;
            engine = SandboxEngine.builder()
                    .dockerClient(dockerd.client())
                    .agent(way)
                    .orphanWatch(false)
                    .build();
            String mark = TestRun.name("marked");
            Command command = Command.of("sh", "-c", SCRIPT, mark);
            List<Sandbox> sandboxes = Flux.range(0, SANDBOXES)
                    .concatMap(i -> engine.create(TestSpecs.busybox().build()))
                    .collectList()
                    .block(PATIENCE);
            errors = Flux.fromIterable(sandboxes)
                    .flatMap(sandbox -> sandbox.exec(command).materialize())
                    .map(DaemonKilledIT::requireError)
                    .doOnNext(e -> tell(way + ": a command failed"))
                    .collectList()
                    .cache();
            errors.subscribe();
            background = sandboxes.get(0).startInBackground(command).block(PATIENCE);
            long all = (SANDBOXES + 1L) * PROCESSES;
            Eventually.get("marked processes", () -> HostProcesses.count(mark), count -> count == all);
            processes = HostProcesses.beside(mark);
            assertThat(processes.namespaces()).hasSize(SANDBOXES);
        }

        void requireCommandsToHaveFailed() {
            assertThat(errors.block(PATIENCE))
                    .allSatisfy(e -> assertThat(e)
                            .isInstanceOfAny(SandboxGoneException.class, CommandStartException.class)
                            .hasMessageContaining("sandbox "));
            Eventually.holds("the process in the background has failed", () -> !background.isRunning());
            assertThat(background.outcome()).containsInstanceOf(Outcome.Infrastructure.class);
            tell(way + ": all commands have failed, processes left: " + processes.count());
        }

        void awaitNoProcess() {
            Mono.fromSupplier(processes::count)
                    .filter(count -> count == 0)
                    .repeatWhenEmpty(Integer.MAX_VALUE, empty -> empty.delayElements(PAUSE))
                    .timeout(PATIENCE)
                    .block();
            tell(way + ": no process is left");
        }

        void worksAgain() {
            ExecResult again = engine.use(TestSpecs.busybox().build(), sandbox -> sandbox.exec("echo again"))
                    .block(PATIENCE);
            assertThat(again.stdout()).isEqualTo("again\n");
            engine.close().block(PATIENCE);
        }
    }

    private static Throwable requireError(Signal<ExecResult> end) {
        Throwable error = end.getThrowable();
        return error == null ? new AssertionError("not an error: " + end) : error;
    }

    @Test
    void commandsFailTheirProcessesEndAndNothingIsLeftForTheNextDockerd() throws IOException {
        try (OwnDockerd dockerd = OwnDockerd.start(root)) {
            dockerd.take(TestImages.require(TestImages.BUSYBOX));
            Group agent = new Group(dockerd, AgentUse.REQUIRED);
            Group exec = new Group(dockerd, AgentUse.NEVER);

            killedAt = System.nanoTime();
            dockerd.kill();

            agent.requireCommandsToHaveFailed();
            exec.requireCommandsToHaveFailed();
            // Nobody has to start dockerd again for that; through the exec API somebody has.
            agent.awaitNoProcess();
            tell("through the exec API, left: " + exec.processes.count());

            dockerd.startAgain();
            tell("started again");
            exec.awaitNoProcess();
            Eventually.get("containers", () -> containers(dockerd), List::isEmpty);
            tell("no container is left");
            assertThat(volumes(dockerd)).singleElement().asString().startsWith("enclave-agent-");
            assertThat(agent.engine.reap().block(PATIENCE)).isZero();
            agent.worksAgain();
            exec.worksAgain();
            assertThat(containers(dockerd)).isEmpty();
        }
    }

    private static List<ContainerSummary> containers(OwnDockerd dockerd) {
        return dockerd.client()
                .containers()
                .list(ListContainersOptions.ALL)
                .collectList()
                .block(PATIENCE);
    }

    private static List<String> volumes(OwnDockerd dockerd) {
        return dockerd.client()
                .volumes()
                .list(ListVolumesOptions.ALL)
                .map(Volume::name)
                .collectList()
                .block(PATIENCE);
    }
}
