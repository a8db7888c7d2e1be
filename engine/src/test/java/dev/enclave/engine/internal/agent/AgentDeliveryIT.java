package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.ListContainersOptions;
import dev.enclave.docker.containers.PathStat;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.volumes.ListVolumesOptions;
import dev.enclave.docker.volumes.Volume;
import dev.enclave.docker.volumes.VolumeConfig;
import dev.enclave.engine.AgentUse;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.internal.background.BackgroundTasks;
import dev.enclave.engine.support.OwnDockerd;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** How the agent gets to an engine: to one of the test's own, as others may be using the agent's volume on the one that tests share. */
class AgentDeliveryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROGRAM = AgentVolume.PROGRAM_PATH;
    private static final String MARK = AgentVolume.DIRECTORY + "/" + AgentVolume.MARK;

    @TempDir
    static Path root;

    private static OwnDockerd dockerd;
    private static String image;

    private final BackgroundTasks background = new BackgroundTasks();

    @BeforeAll
    static void open() {
        dockerd = OwnDockerd.start(root);
        image = TestImages.require(TestImages.BUSYBOX);
        dockerd.take(image);
    }

    @AfterAll
    static void close() throws IOException {
        if (dockerd != null) {
            dockerd.close();
        }
    }

    @AfterEach
    void leavesNoCarrier() {
        background.idle(PATIENCE).block(PATIENCE);
        assertThat(dockerd.client()
                        .containers()
                        .list(ListContainersOptions.ALL)
                        .collectList()
                        .block(PATIENCE))
                .isEmpty();
    }

    private AgentProvider provider() {
        return new AgentProvider(dockerd.client(), AgentUse.REQUIRED, background, () -> {});
    }

    private static AgentBinary builtIn() {
        String architecture =
                dockerd.client().system().version().block(PATIENCE).arch();
        return AgentBinary.load(architecture).orElseThrow();
    }

    /** A program that no other test has, so that its volume is a new one. */
    private static AgentBinary another() {
        return AgentBinary.of(TestRun.name("program").getBytes(StandardCharsets.UTF_8));
    }

    private static AgentVolume deliver(AgentBinary agent, Clock clock) {
        return new AgentDelivery(dockerd.client(), agent, image, TestRun.labels(), clock)
                .deliver()
                .block(PATIENCE);
    }

    private static Clock in(Duration ahead) {
        Clock now = Clock.systemUTC();
        return Clock.fixed(now.instant().plus(ahead), ZoneOffset.UTC);
    }

    private static List<String> volumes() {
        return dockerd.client()
                .volumes()
                .list(ListVolumesOptions.ALL)
                .map(Volume::name)
                .collectList()
                .block(PATIENCE);
    }

    /** Looks into a volume as the agent's delivery does: through a container that is never started. */
    private static <T> T through(AgentVolume volume, Function<String, Mono<T>> look) {
        String name = TestRun.name("look");
        ContainerConfig config = ContainerConfig.builder(image)
                .hostConfig(HostConfig.builder()
                        .networkMode("none")
                        .mounts(List.of(volume.mount()))
                        .build())
                .build();
        return Mono.usingWhen(
                        dockerd.client().containers().create(name, config).thenReturn(name),
                        look,
                        made -> dockerd.client().containers().remove(made, RemoveOptions.FORCE))
                .block(PATIENCE);
    }

    private static void requireComplete(AgentVolume volume, AgentBinary agent) {
        PathStat program = through(
                volume,
                container -> dockerd.client()
                        .containers()
                        .statPath(container, MARK)
                        .then(dockerd.client().containers().statPath(container, PROGRAM)));
        assertThat(program.size()).isEqualTo(agent.bytes().length);
    }

    @Test
    void isOneCompleteVolumeHoweverManyBringItAtOnce() {
        AgentBinary agent = builtIn();
        dockerd.client()
                .volumes()
                .remove(AgentVolume.of(agent).name(), true)
                .onErrorComplete()
                .block(PATIENCE);

        List<Optional<AgentVolume>> brought = Flux.range(0, 4)
                .flatMap(i -> provider().provide(image, TestRun.labels()), 4)
                .collectList()
                .block(PATIENCE);

        assertThat(brought).hasSize(4).allMatch(Optional.of(AgentVolume.of(agent))::equals);
        assertThat(volumes()).containsOnlyOnce(AgentVolume.of(agent).name());
        requireComplete(AgentVolume.of(agent), agent);
    }

    @Test
    void fillsAVolumeThatIsThereAndNotComplete() {
        AgentBinary agent = another();
        dockerd.client()
                .volumes()
                .create(VolumeConfig.of(AgentVolume.of(agent).name()))
                .block(PATIENCE);

        requireComplete(deliver(agent, Clock.systemUTC()), agent);
    }

    /** The engine makes an empty one then, in which there is nothing to start. */
    @Test
    void isBroughtAgainWhenSomebodyHasRemovedTheVolume() {
        SandboxEngine engine = SandboxEngine.builder()
                .dockerClient(dockerd.client())
                .agent(AgentUse.REQUIRED)
                .orphanWatch(false)
                .build();
        Mono<ExecResult> made = engine.use(TestSpecs.busybox().build(), sandbox -> sandbox.exec("cat /proc/1/comm"));
        assertThat(made.block(PATIENCE).stdout()).isEqualTo("agent\n");
        AgentVolume volume = AgentVolume.of(builtIn());
        dockerd.client().volumes().remove(volume.name(), false).block(PATIENCE);
        assertThat(volumes()).doesNotContain(volume.name());

        assertThat(made.block(PATIENCE).stdout()).isEqualTo("agent\n");

        requireComplete(volume, builtIn());
        engine.close().block(PATIENCE);
    }

    @Test
    void removesOtherVersionsThatAreOldAndInNoUse() {
        String unused = deliver(another(), Clock.systemUTC()).name();
        AgentVolume used = deliver(another(), Clock.systemUTC());
        String stranger = dockerd.client()
                .volumes()
                .create(VolumeConfig.of(TestRun.name("stranger")).withLabels(Map.of("some", "label")))
                .block(PATIENCE)
                .name();

        through(
                used,
                container -> Mono.fromRunnable(() -> {
                            deliver(another(), in(Duration.ofMinutes(59)));
                            assertThat(volumes()).contains(unused, used.name(), stranger);

                            String mine = deliver(another(), in(Duration.ofMinutes(61)))
                                    .name();
                            assertThat(volumes())
                                    .contains(mine, used.name(), stranger)
                                    .doesNotContain(unused);
                        })
                        .subscribeOn(Schedulers.boundedElastic()));
    }
}
