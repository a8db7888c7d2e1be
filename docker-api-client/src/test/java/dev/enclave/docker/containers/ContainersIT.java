package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.BadRequestException;
import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@OnEverySocket
class ContainersIT {

    private static final Duration SHORT = Duration.ofSeconds(30);

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private ContainerOperations operations() {
        return client().containers();
    }

    private DockerClient client() {
        return TestEngine.client(kind);
    }

    @Nested
    class Life {

        @Test
        @Conformance({
            "containers.create",
            "containers.start",
            "containers.kill",
            "containers.waitFor",
            "containers.remove",
            "containers.inspect"
        })
        void goesFromCreatedOverRunningAndExitedToGone() {
            String name = containers.create(TestContainers.config("tail", "-f", "/dev/null"));
            assertThat(status(name)).isEqualTo("created");

            operations().start(name).block(SHORT);
            assertThat(status(name)).isEqualTo("running");

            operations().kill(name, "SIGKILL").block(SHORT);
            assertThat(operations()
                            .waitFor(name, WaitCondition.NOT_RUNNING)
                            .block(SHORT)
                            .statusCode())
                    .isEqualTo(137);
            assertThat(status(name)).isEqualTo("exited");

            operations().remove(name, RemoveOptions.DEFAULTS).block(SHORT);
            assertFails(operations().inspect(name), NotFoundException.class, 404);
        }

        @Test
        @Conformance({"containers.start", "containers.stop"})
        void canBeStartedAndStoppedTwice() {
            String name = containers.startIdle();

            operations().start(name).as(StepVerifier::create).expectComplete().verify(SHORT);
            operations()
                    .stop(name, Duration.ZERO)
                    .as(StepVerifier::create)
                    .expectComplete()
                    .verify(SHORT);
            operations()
                    .stop(name, null)
                    .as(StepVerifier::create)
                    .expectComplete()
                    .verify(SHORT);
        }

        @Test
        @Conformance("containers.stop")
        void stopsWithTheStopSignalWithinTheGrace() {
            String name = containers.start(
                    TestContainers.config("sh", "-c", "trap 'exit 42' USR1; echo ready; while :; do sleep 0.05; done")
                            .stopSignal("SIGUSR1"));
            operations()
                    .logs(name, LogOptions.DEFAULTS.following())
                    .takeUntil(frame -> frame.text().contains("ready"))
                    .blockLast(SHORT);

            operations().stop(name, Duration.ofSeconds(20)).block(SHORT);

            assertThat(operations().inspect(name).block(SHORT).state().exitCode())
                    .isEqualTo(42);
        }

        private String status(String name) {
            return operations().inspect(name).block(SHORT).state().status();
        }
    }

    @Nested
    class Inspection {

        @Test
        @Conformance({"containers.create", "containers.inspect"})
        void showsWhatTheContainerWasMadeOf() {
            String name = containers.create(TestContainers.config("echo", "h\u00e9llo \"x\"")
                    .env(List.of("A=b c", "EMPTY="))
                    .user("1000:1000")
                    .workingDir("/work")
                    .hostname("box")
                    .hostConfig(TestContainers.host()
                            .memory(64L * 1024 * 1024)
                            .memorySwap(64L * 1024 * 1024)
                            .nanoCpus(500_000_000L)
                            .pidsLimit(17L)
                            .capDrop(List.of("ALL"))
                            .securityOpt(List.of("no-new-privileges"))
                            .readonlyRootfs(true)
                            .init(true)
                            .tmpfs(Map.of("/tmp", "size=1m"))
                            .logConfig(LogConfig.jsonFile("1m", 2))
                            .build()));

            ContainerInspection inspection = operations().inspect(name).block(SHORT);

            assertThat(inspection.name()).isEqualTo("/" + name);
            assertThat(inspection.labels()).containsAllEntriesOf(TestRun.labels());
            assertThat(inspection.config()).satisfies(config -> {
                assertThat(config.cmd()).containsExactly("echo", "h\u00e9llo \"x\"");
                assertThat(config.env()).contains("A=b c", "EMPTY=");
                assertThat(config.user()).isEqualTo("1000:1000");
                assertThat(config.workingDir()).isEqualTo("/work");
                assertThat(config.hostname()).isEqualTo("box");
            });
            assertThat(inspection.hostConfig()).satisfies(host -> {
                assertThat(host.memory()).isEqualTo(64L * 1024 * 1024);
                assertThat(host.nanoCpus()).isEqualTo(500_000_000L);
                assertThat(host.pidsLimit()).isEqualTo(17L);
                assertThat(host.securityOpt()).containsExactly("no-new-privileges");
                assertThat(host.readonlyRootfs()).isTrue();
                assertThat(host.init()).isTrue();
                assertThat(host.networkMode()).isEqualTo("none");
            });
        }

        @Test
        @Conformance("containers.inspect")
        void repeatsTheCapabilitiesThatAreDropped() {
            String name = containers.create(TestContainers.config("true")
                    .hostConfig(TestContainers.host().capDrop(List.of("ALL")).build()));

            assertThat(operations().inspect(name).block(SHORT).hostConfig().capDrop())
                    .containsExactly("ALL");
        }

        @Test
        @Conformance("containers.inspect")
        void repeatsHowOutputIsLogged() {
            LogConfig asked = LogConfig.jsonFile("1m", 2);
            String name = containers.create(TestContainers.config("true")
                    .hostConfig(TestContainers.host().logConfig(asked).build()));

            assertThat(operations().inspect(name).block(SHORT).hostConfig().logConfig())
                    .isEqualTo(asked);
        }
    }

    @Nested
    @Conformance("containers.list")
    class Lists {

        @Test
        void showRunningContainersOrAllAndHonourFilters() {
            String created = containers.create(TestContainers.config("true"));
            String running = containers.startIdle();
            String mark = TestRun.LABEL + "=" + TestRun.ID;

            assertThat(names(ListContainersOptions.RUNNING.withFilter("label", mark)))
                    .contains("/" + running)
                    .doesNotContain("/" + created);
            assertThat(names(ListContainersOptions.ALL.withFilter("label", mark)))
                    .contains("/" + running, "/" + created);
            assertThat(names(ListContainersOptions.ALL.withFilter("label", mark).withFilter("status", "created")))
                    .contains("/" + created)
                    .doesNotContain("/" + running);
            assertThat(names(ListContainersOptions.ALL.withFilter("name", created, running)))
                    .containsExactlyInAnyOrder("/" + created, "/" + running);
            assertThat(names(ListContainersOptions.ALL.withFilter("label", "enclave.test.none")))
                    .isEmpty();
        }

        @Test
        void carryLabelsAndState() {
            String name = containers.create(TestContainers.config("true"));

            ContainerSummary summary = operations()
                    .list(ListContainersOptions.ALL.withFilter("name", name))
                    .single()
                    .block(SHORT);

            assertThat(summary.labels()).containsAllEntriesOf(TestRun.labels());
            assertThat(summary.state()).isEqualTo("created");
            assertThat(summary.created()).isPositive();
        }

        @Test
        @Tag("C8")
        void failOnAFilterThatTheEngineDoesNotKnow() {
            assertFails(
                    operations()
                            .list(ListContainersOptions.ALL.withFilter("no-such-filter", "x"))
                            .then(),
                    DockerApiException.class,
                    null);
        }

        private List<String> names(ListContainersOptions options) {
            return operations()
                    .list(options)
                    .flatMapIterable(ContainerSummary::names)
                    .collectList()
                    .block(SHORT);
        }
    }

    @Nested
    @Tag("C8")
    class Errors {

        @Test
        @Conformance({
            "containers.inspect",
            "containers.start",
            "containers.stop",
            "containers.kill",
            "containers.remove",
            "containers.statPath",
            "containers.waitFor",
            "containers.logs",
            "containers.attach",
            "containers.getArchive"
        })
        void ofWhatDoesNotExistAreNotFound() {
            assertFails(operations().inspect("enclave-test-none"), NotFoundException.class, 404);
            assertFails(operations().start("enclave-test-none"), NotFoundException.class, 404);
            assertFails(operations().stop("enclave-test-none", null), NotFoundException.class, 404);
            assertFails(operations().kill("enclave-test-none", "SIGTERM"), NotFoundException.class, 404);
            assertFails(operations().remove("enclave-test-none", RemoveOptions.FORCE), NotFoundException.class, 404);
            assertFails(operations().statPath("enclave-test-none", "/"), NotFoundException.class, 404);
            assertFails(
                    operations().waitFor("enclave-test-none", WaitCondition.NOT_RUNNING), NotFoundException.class, 404);
            assertFails(
                    operations().logs("enclave-test-none", LogOptions.DEFAULTS).then(), NotFoundException.class, 404);
            assertFails(operations().attach("enclave-test-none", AttachOptions.ALL), NotFoundException.class, 404);
            assertFails(operations().getArchive("enclave-test-none", "/").then(), NotFoundException.class, 404);
        }

        @Test
        @Conformance("containers.create")
        void ofAnImageThatIsNotThereAreNotFound() {
            assertFails(
                    operations()
                            .create(
                                    null,
                                    ContainerConfig.builder("enclave-test-none:1")
                                            .build()),
                    NotFoundException.class,
                    404);
        }

        @Test
        @Conformance("containers.create")
        void ofANameThatIsTakenAreConflicts() {
            String name = containers.create(TestContainers.config("true"));

            assertFails(operations().create(name, TestContainers.config("true").build()), ConflictException.class, 409);
        }

        @Test
        @Conformance({"containers.kill", "containers.remove"})
        void ofAStateThatDoesNotFitAreConflicts() {
            String created = containers.create(TestContainers.config("true"));
            String running = containers.startIdle();

            assertFails(operations().kill(created, "SIGTERM"), ConflictException.class, 409);
            assertFails(operations().remove(running, RemoveOptions.DEFAULTS), ConflictException.class, 409);
        }

        @Test
        @Conformance("containers.create")
        void ofARelativeDirectoryAreBadRequests() {
            ContainerConfig.Builder relative = TestContainers.config("true").workingDir("relative/path");

            assertFails(operations().create(containers.name(), relative.build()), BadRequestException.class, 400);
        }

        @Test
        @Conformance("containers.create")
        void ofTooLittleMemoryAreBadRequests() {
            ContainerConfig.Builder tooSmall = TestContainers.config("true")
                    .hostConfig(TestContainers.host().memory(1L).build());

            assertFails(operations().create(containers.name(), tooSmall.build()), BadRequestException.class, 400);
        }

        @Test
        @Conformance("containers.create")
        void ofANameThatIsNoneAreBadRequests() {
            assertFails(
                    operations()
                            .create("not a name!", TestContainers.config("true").build()),
                    BadRequestException.class,
                    400);
        }

        @Test
        @Conformance("containers.start")
        void ofAProgramThatIsNotThereComeFromTheStart() {
            String name = containers.create(TestContainers.config("/no/such/program"));

            assertFails(operations().start(name), DockerApiException.class, null);
        }
    }

    private static void assertFails(Mono<?> operation, Class<? extends DockerApiException> type, Integer status) {
        operation
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOfSatisfying(type, api -> {
                    assertThat(api.engineMessage()).isNotBlank();
                    assertThat(api.operation()).matches("[A-Z]+ /.*");
                    if (status != null) {
                        // Podman sends 500 and the cause.
                        assertThat(api.status()).isIn(status, 500);
                    }
                }))
                .verify(SHORT);
    }
}
