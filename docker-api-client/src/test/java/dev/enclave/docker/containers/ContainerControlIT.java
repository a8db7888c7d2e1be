package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.Output;
import dev.enclave.docker.exec.Execs;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.Failures;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.TinyTar;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What is done to containers that are there already. */
class ContainerControlIT {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final long MIB = 1024 * 1024;

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    private final DockerClient client = TestEngine.client();
    private final ContainerOperations operations = client.containers();

    private ContainerInspection.State state(String name) {
        return operations.inspect(name).block(SHORT).state();
    }

    @Nested
    @Conformance({"containers.pause", "containers.unpause"})
    class Pausing {

        @Test
        void stopsProcessesAndLetsThemGoOn() {
            String name = containers.startIdle();

            operations.pause(name).block(SHORT);
            assertThat(state(name).paused()).isTrue();
            assertThat(state(name).status()).isEqualTo("paused");

            operations.unpause(name).block(SHORT);
            assertThat(state(name).paused()).isFalse();
            assertThat(state(name).running()).isTrue();
        }

        @Test
        @Tag("C8")
        void fitsTheStateOrIsAConflict() {
            String created = containers.create(TestContainers.config("true"));
            String running = containers.startIdle();

            assertFails(operations.pause(created), ConflictException.class);
            assertFails(operations.unpause(running), ConflictException.class);
            operations.pause(running).block(SHORT);
            assertFails(operations.pause(running), ConflictException.class);
            operations.unpause(running).block(SHORT);
        }
    }

    @Nested
    @Conformance("containers.restart")
    class Restarting {

        @Test
        void makesANewProcess() {
            String name = containers.startIdle();
            Integer before = state(name).pid();

            operations.restart(name, Duration.ZERO).block(SHORT);

            assertThat(state(name).pid()).isPositive().isNotEqualTo(before);
        }

        @Test
        void startsWhatDoesNotRun() {
            String name = containers.create(TestContainers.config("tail", "-f", "/dev/null"));

            operations.restart(name, null).block(SHORT);

            assertThat(state(name).running()).isTrue();
        }
    }

    @Nested
    @Conformance("containers.rename")
    class Renaming {

        @Test
        void keepsTheContainer() {
            String name = containers.create(TestContainers.config("true"));
            String id = operations.inspect(name).block(SHORT).id();
            String other = TestRun.name("renamed");

            operations.rename(name, other).block(SHORT);

            assertThat(operations.inspect(other).block(SHORT).id()).isEqualTo(id);
            assertFails(operations.inspect(name), NotFoundException.class);
            operations.rename(other, name).block(SHORT);
        }

        @Test
        @Tag("C8")
        void toANameThatIsTakenIsAConflict() {
            String name = containers.create(TestContainers.config("true"));
            String taken = containers.create(TestContainers.config("true"));

            assertFails(operations.rename(name, taken), ConflictException.class);
        }
    }

    @Nested
    @Conformance("containers.update")
    class Updating {

        @Test
        void changesLimitsOfARunningContainer() {
            String name = containers.start(TestContainers.config("tail", "-f", "/dev/null")
                    .hostConfig(TestContainers.host()
                            .memory(128 * MIB)
                            .memorySwap(128 * MIB)
                            .build()));
            UpdateConfig changes = UpdateConfig.builder()
                    .memory(64 * MIB)
                    .memorySwap(64 * MIB)
                    .pidsLimit(33L)
                    .nanoCpus(250_000_000L)
                    .restartPolicy(new RestartPolicy("on-failure", 3))
                    .build();

            ContainerUpdated updated = operations.update(name, changes).block(SHORT);

            assertThat(updated.warnings()).isEmpty();
            HostConfig host = operations.inspect(name).block(SHORT).hostConfig();
            assertThat(host.memory()).isEqualTo(64 * MIB);
            assertThat(host.pidsLimit()).isEqualTo(33L);
            assertThat(host.nanoCpus()).isEqualTo(250_000_000L);
            assertThat(host.restartPolicy()).isEqualTo(new RestartPolicy("on-failure", 3));
        }

        @Test
        @Tag("C8")
        void withAValueThatIsRefusedIsATypedError() {
            String name = containers.startIdle();

            assertFails(
                    operations.update(name, UpdateConfig.builder().memory(1L).build()), DockerApiException.class);
        }
    }

    @Nested
    @Conformance("containers.top")
    class Processes {

        @Test
        void areListedWithTheColumnsOfPs() {
            String name = containers.startIdle();

            ContainerProcesses all = operations.top(name, null).block(SHORT);
            assertThat(all.titles()).contains("PID", "CMD");
            assertThat(all.processes())
                    .singleElement()
                    .satisfies(columns -> assertThat(columns).contains("tail -f /dev/null"));

            ContainerProcesses chosen = operations.top(name, "-o pid,comm,args").block(SHORT);
            assertThat(chosen.titles()).containsExactly("PID", "COMMAND", "COMMAND");
            assertThat(chosen.processes().get(0).get(0))
                    .isEqualTo(String.valueOf(state(name).pid()));
        }

        @Test
        @Tag("C8")
        void ofAContainerThatDoesNotRunAreAConflict() {
            assertFails(
                    operations.top(containers.create(TestContainers.config("true")), null), ConflictException.class);
        }
    }

    @Nested
    class FileSystem {

        @Test
        @Conformance("containers.changes")
        void changesAreToldApart() {
            String name = containers.start(
                    TestContainers.config("sh", "-c", "echo x > /new; rm /bin/yes; exec tail -f /dev/null"));
            new Execs(client, name).outputOf("sh", "-c", "while [ -e /bin/yes ]; do :; done");

            List<PathChange> changes = operations.changes(name).collectList().block(SHORT);

            assertThat(changes)
                    .extracting(PathChange::path, PathChange::type)
                    .contains(
                            tuple("/new", PathChange.Type.ADDED),
                            tuple("/bin", PathChange.Type.CHANGED),
                            tuple("/bin/yes", PathChange.Type.DELETED));
        }

        @Test
        @Conformance("containers.changes")
        void ofANewContainerHasNoChanges() {
            operations
                    .changes(containers.create(TestContainers.config("true")))
                    .as(StepVerifier::create)
                    .expectComplete()
                    .verify(SHORT);
        }

        @Test
        @Conformance("containers.export")
        void isExportedWhole() {
            String name = containers.create(TestContainers.config("true"));
            byte[] file = new TinyTar().file("exported", "hello").bytes();
            operations.putArchive(name, "/", Mono.just(file)).block(SHORT);
            ByteArrayOutputStream all = new ByteArrayOutputStream();

            operations.export(name).doOnNext(all::writeBytes).blockLast(SHORT);

            Map<String, byte[]> files = TinyTar.read(all.toByteArray());
            assertThat(new String(files.get("exported"), StandardCharsets.UTF_8))
                    .isEqualTo("hello");
            assertThat(files).containsKey("bin/busybox");
        }

        @Test
        @Conformance("containers.commit")
        void becomesAnImage() {
            ImageReference image = ImageReference.of(TestRun.name("commit") + ":1");
            String name = containers.create(TestContainers.config("true"));
            byte[] file = new TinyTar().file("committed", "hello").bytes();
            operations.putArchive(name, "/", Mono.just(file)).block(SHORT);
            try {
                String id = operations
                        .commit(
                                name,
                                CommitOptions.builder()
                                        .repository(image.repository())
                                        .tag(image.tag())
                                        .comment("a remark")
                                        .author("somebody")
                                        .changes(List.of("ENV A=b", "USER 7"))
                                        .config(ContainerConfig.builder("")
                                                .labels(Map.of("l", "m"))
                                                .build())
                                        .build())
                        .block(SHORT);

                assertThat(id)
                        .isEqualTo(client.images()
                                .inspect(image.toString())
                                .block(SHORT)
                                .id());
                String made = containers.start(ContainerConfig.builder(id)
                        .cmd(List.of("sh", "-c", "cat /committed; echo $A; id -u"))
                        .labels(TestRun.labels()));
                operations.waitFor(made, WaitCondition.NOT_RUNNING).block(SHORT);
                assertThat(Output.of(operations.logs(made, LogOptions.DEFAULTS))
                                .block(SHORT)
                                .out())
                        .isEqualTo("hellob\n7\n");
                assertThat(operations.inspect(made).block(SHORT).labels()).containsEntry("l", "m");
                operations.remove(made, RemoveOptions.FORCE).block(SHORT);
            } finally {
                client.images().remove(image.toString(), true).block(SHORT);
            }
        }
    }

    @Nested
    @Conformance("containers.prune")
    class Pruning {

        @Test
        void removesWhatDoesNotRunByLabel() {
            String mark = TestRun.name("mark");
            Map<String, String> labels = Map.of(TestRun.LABEL, TestRun.ID, mark, "");
            String created = containers.create(TestContainers.config("true").labels(labels));
            String id = operations.inspect(created).block(SHORT).id();
            String running = containers.start(
                    TestContainers.config("tail", "-f", "/dev/null").labels(labels));

            ContainersPruned pruned = operations
                    .prune(PruneContainersOptions.ALL.withFilter("label", mark))
                    .block(SHORT);

            assertThat(pruned.containersDeleted()).containsExactly(id);
            assertThat(state(running).running()).isTrue();
        }
    }

    @Nested
    @Conformance("containers.create")
    class Platforms {

        @Test
        void areMatchedWhenTheContainerIsCreated() {
            String name = containers.name();
            ContainerConfig config = TestContainers.config("true").build();

            operations.create(name, "linux/" + architecture(), config).block(SHORT);
            operations.remove(name, RemoveOptions.FORCE).block(SHORT);

            assertFails(operations.create(name, "linux/s390x", config), NotFoundException.class);
        }

        private String architecture() {
            return client.images().inspect(TestImages.BUSYBOX).block(SHORT).architecture();
        }
    }

    private static void assertFails(Publisher<?> operation, Class<? extends Throwable> type) {
        Failures.of(operation, type);
    }
}
