package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.ListContainersOptions;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.engine.support.ChildJvm;
import dev.enclave.engine.support.Mark;
import dev.enclave.engine.support.SandboxHolder;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

@Tag("C3")
@DisplayName("C3: detached sandboxes, and what is reaped")
class DetachedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(2);

    private final DockerClient client = TestEngine.client();
    private final Mark mark = Mark.create();
    private final SandboxEngine engine = newEngine();

    private static SandboxEngine newEngine() {
        return SandboxEngine.builder()
                .dockerClient(TestEngine.client())
                .orphanWatch(false)
                .build();
    }

    @AfterEach
    void close() {
        engine.close().block(PATIENCE);
    }

    private String detach(Duration timeToLive) {
        SandboxEngine maker = newEngine();
        String id = maker.create(mark.busybox().detached(timeToLive).build())
                .map(Sandbox::id)
                .block(PATIENCE);
        maker.close().block(PATIENCE);
        return id;
    }

    @Test
    void outlivesItsProcessAndRunsCommandsAsBefore(@TempDir Path temporary) {
        try (ChildJvm child =
                ChildJvm.start(SandboxHolder.class, temporary, SandboxHolder.arguments("detach", mark, true))) {
            String id = child.await("sandbox");

            ExecResult result = engine.find(id)
                    .flatMap(sandbox -> sandbox.exec("id -u; id -g; pwd; touch made && echo made"))
                    .block(PATIENCE);

            assertThat(result.stdout()).isEqualTo("1234\n2345\n/work\nmade\n");
            assertThat(engine.remove(id).block(PATIENCE)).isTrue();
            assertThat(mark.containers()).isEmpty();
        }
    }

    @Test
    void isListedAndFoundByEnginesThatDidNotMakeIt() {
        String id = detach(LONG);

        SandboxInfo listed =
                engine.list().filter(info -> info.id().equals(id)).single().block(PATIENCE);
        SandboxInfo found = engine.find(id).map(Sandbox::info).block(PATIENCE);

        assertThat(listed.image()).isEqualTo(TestImages.BUSYBOX);
        assertThat(listed.state()).isEqualTo(SandboxState.RUNNING);
        assertThat(listed.labels()).containsEntry(Mark.LABEL, mark.value());
        assertThat(listed.expires()).isEqualTo(listed.created().plus(LONG));
        assertThat(found.expires()).isEqualTo(listed.expires());
        assertThat(found.containerName()).isEqualTo(listed.containerName());
        assertThat(engine.remove(id).block(PATIENCE)).isTrue();
    }

    @Test
    void removingWhatIsNotThereSaysSo() {
        assertThat(engine.remove("nosuchsandbox").block(PATIENCE)).isFalse();
    }

    @Test
    void endsByItselfWhenItsTimeIsOver() {
        detach(Duration.ofSeconds(1));

        mark.awaitNone(Duration.ofSeconds(10));
    }

    @Test
    void staysWhenItsEngineIsClosed() {
        String id = detach(LONG);

        assertThat(mark.containers()).singleElement().matches(container -> "running".equals(container.state()));

        assertThat(engine.remove(id).block(PATIENCE)).isTrue();
    }

    @Test
    void aContainerWithUnreadableLabelsHidesNoOther() {
        String id = detach(LONG);
        create("unreadable", Map.of("dev.enclave.created", "yesterday", "dev.enclave.expires", "tomorrow"));
        client.containers().start(nameOf("unreadable")).block(PATIENCE);

        List<String> listed = engine.list().map(SandboxInfo::id).collectList().block(PATIENCE);

        assertThat(listed).contains(id).doesNotContain("unreadable");
        assertThat(engine.find("unreadable").blockOptional(PATIENCE)).isEmpty();
        engine.remove(id).then(remove("unreadable")).block(PATIENCE);
    }

    private String nameOf(String id) {
        return mark.value() + "-" + id;
    }

    private Mono<Void> remove(String id) {
        return client.containers().remove(nameOf(id), RemoveOptions.FORCE);
    }

    /** Makes a container that never starts by itself, with labels as an engine of some process would have written them. */
    private void create(String id, Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(Map.of(
                "dev.enclave.sandbox",
                id,
                "dev.enclave.lifetime",
                "detached",
                "dev.enclave.created",
                Instant.now().toString(),
                Mark.LABEL,
                mark.value(),
                TestRun.LABEL,
                TestRun.ID));
        all.putAll(labels);
        ContainerConfig config = ContainerConfig.builder(TestImages.require(TestImages.BUSYBOX))
                .entrypoint(List.of("sleep", "100"))
                .labels(all)
                .hostConfig(HostConfig.builder().networkMode("none").build())
                .build();
        client.containers().create(nameOf(id), config).block(PATIENCE);
    }

    @Nested
    class TheReaper {

        private static final long NO_PID = 1L << 30;

        private String hostOfThisProcess() {
            return engine.use(
                            mark.busybox().build(),
                            sandbox -> client.containers()
                                    .list(ListContainersOptions.RUNNING.withFilter("name", sandbox.containerName()))
                                    .next())
                    .map(container -> container.labels().get("dev.enclave.owner"))
                    .map(owner -> owner.substring(0, owner.indexOf('/')))
                    .block(PATIENCE);
        }

        private List<String> left() {
            return mark.containers().stream()
                    .map(container -> container.labels().get("dev.enclave.sandbox"))
                    .toList();
        }

        private static Map<String, String> ephemeral(String owner) {
            return Map.of("dev.enclave.lifetime", "ephemeral", "dev.enclave.owner", owner);
        }

        @Test
        void removesDetachedOnesWhoseTimeIsOver() {
            String past = Instant.now().minusSeconds(1).toString();
            String future = Instant.now().plus(LONG).toString();
            create("over", Map.of("dev.enclave.expires", past));
            create("alive", Map.of("dev.enclave.expires", future));
            create("garbage", Map.of("dev.enclave.expires", "soon"));

            engine.reap().block(PATIENCE);

            assertThat(left()).containsExactlyInAnyOrder("alive", "garbage");
            remove("alive").then(remove("garbage")).block(PATIENCE);
        }

        @Test
        void removesWhatADeadProcessOfThisHostLeftAndNothingElse() {
            String host = hostOfThisProcess();
            create("dead", ephemeral(host + "/" + NO_PID + "/1"));
            create("elsewhere", ephemeral("another-host/" + NO_PID + "/1"));
            create("garbage", ephemeral("a process"));
            create("alive", ephemeral(host + "/" + ProcessHandle.current().pid() + "/0"));

            engine.reap().block(PATIENCE);

            assertThat(left()).containsExactlyInAnyOrder("elsewhere", "garbage", "alive");
            remove("elsewhere").then(remove("garbage")).then(remove("alive")).block(PATIENCE);
        }

        @Test
        void leavesRunningSandboxesOfOtherProcesses(@TempDir Path temporary) {
            try (ChildJvm child =
                    ChildJvm.start(SandboxHolder.class, temporary, SandboxHolder.arguments("hold", mark, false))) {
                child.await("holding");

                engine.reap().block(PATIENCE);

                assertThat(mark.containers()).hasSize(5);
                child.tell("close");
                child.await("closed");
            }
        }
    }
}
