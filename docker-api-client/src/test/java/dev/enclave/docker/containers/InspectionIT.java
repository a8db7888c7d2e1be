package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rarer values of a description come back from the engine as they were sent. */
@Conformance("containers.inspect")
class InspectionIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    private final DockerClient client = TestEngine.client();

    private ContainerInspection inspect(String name) {
        return client.containers().inspect(name).block(SHORT);
    }

    @Test
    void tellsTheRareOptionsOfTheHostBack() {
        ResourceTuning resources = ResourceTuning.builder()
                .cpuPeriod(50_000L)
                .cpuQuota(20_000L)
                .cpusetCpus("0")
                .memoryReservation(32L * 1024 * 1024)
                .blkioDeviceReadBps(List.of(new ResourceTuning.ThrottleDevice("/dev/null", 1_000_000)))
                .build();
        DeviceAccess devices = new DeviceAccess(
                List.of(new DeviceAccess.DeviceMapping("/dev/zero", "/dev/nothing", "rm")), List.of("c 1:5 r"), null);
        NameResolution names =
                new NameResolution(List.of("10.1.2.3"), List.of("ndots:1"), List.of("example.org"), null, true);
        IsolationOptions isolation = IsolationOptions.builder()
                .groupAdd(List.of("42"))
                .sysctls(Map.of("net.ipv4.ip_unprivileged_port_start", "1024"))
                .maskedPaths(List.of("/proc/kcore"))
                .readonlyPaths(List.of("/proc/sys"))
                .binds(List.of("/tmp:/host-tmp:ro"))
                .build();

        HostConfig host = inspect(containers.create(TestContainers.config("true")
                        .hostConfig(TestContainers.host()
                                .memory(64L * 1024 * 1024)
                                .resources(resources)
                                .deviceAccess(devices)
                                .nameResolution(names)
                                .isolationOptions(isolation)
                                .build())))
                .hostConfig();

        assertThat(host.resources().cpuPeriod()).isEqualTo(50_000L);
        assertThat(host.resources().cpuQuota()).isEqualTo(20_000L);
        assertThat(host.resources().cpusetCpus()).isEqualTo("0");
        assertThat(host.resources().memoryReservation()).isEqualTo(32L * 1024 * 1024);
        assertThat(host.resources().blkioDeviceReadBps()).isEqualTo(resources.blkioDeviceReadBps());
        assertThat(host.deviceAccess().devices()).isEqualTo(devices.devices());
        assertThat(host.deviceAccess().deviceCgroupRules()).isEqualTo(devices.deviceCgroupRules());
        assertThat(host.nameResolution().dns()).isEqualTo(names.dns());
        assertThat(host.nameResolution().dnsSearch()).isEqualTo(names.dnsSearch());
        assertThat(host.nameResolution().publishAllPorts()).isTrue();
        assertThat(host.isolationOptions().groupAdd()).isEqualTo(isolation.groupAdd());
        assertThat(host.isolationOptions().sysctls()).isEqualTo(isolation.sysctls());
        assertThat(host.isolationOptions().maskedPaths()).isEqualTo(isolation.maskedPaths());
        assertThat(host.isolationOptions().binds()).isEqualTo(isolation.binds());
    }

    @Test
    @Conformance("containers.create")
    void tellsTheAnnotationsThatTheRuntimeGets() {
        IsolationOptions annotated = IsolationOptions.builder()
                .annotations(Map.of("org.example.mark", "7"))
                .build();
        String name = containers.create(TestContainers.config("true")
                .hostConfig(TestContainers.host().isolationOptions(annotated).build()));

        assertThat(inspect(name).hostConfig().isolationOptions().annotations()).containsEntry("org.example.mark", "7");
    }

    @Test
    void tellsTheMacAddressThatWasAskedFor() {
        String name = containers.start(TestContainers.config("tail", "-f", "/dev/null")
                .macAddress("02:42:ac:11:77:99")
                .hostConfig(HostConfig.builder().networkMode("bridge").build()));

        assertThat(inspect(name).networks().values())
                .singleElement()
                .satisfies(endpoint -> assertThat(endpoint.macAddress()).isEqualTo("02:42:ac:11:77:99"));
    }

    @Test
    void tellsWherePortsArePublished() {
        String name = containers.start(TestContainers.config("tail", "-f", "/dev/null")
                .exposedPorts(Set.of("80/tcp", "53/udp"))
                .hostConfig(HostConfig.builder()
                        .portBindings(Map.of("80/tcp", List.of(new PortBinding("127.0.0.1", ""))))
                        .build()));

        ContainerInspection inspection = inspect(name);

        assertThat(inspection.config().exposedPorts()).containsExactlyInAnyOrder("80/tcp", "53/udp");
        assertThat(inspection.published("80/tcp")).singleElement().satisfies(binding -> {
            assertThat(binding.hostIp()).isEqualTo("127.0.0.1");
            assertThat(binding.hostPort()).matches("[1-9]\\d+");
        });
        assertThat(inspection.published("53/udp")).isEmpty();
        assertThat(inspection.networks().values())
                .singleElement()
                .satisfies(endpoint -> assertThat(endpoint.ipAddress()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+"));
        ContainerSummary summary = client.containers()
                .list(ListContainersOptions.RUNNING.withFilter("name", name).withSize())
                .single()
                .block(SHORT);
        assertThat(summary.ports())
                .contains(new ContainerSummary.Port(
                        "127.0.0.1",
                        80,
                        Integer.valueOf(inspection.published("80/tcp").get(0).hostPort()),
                        "tcp"));
        assertThat(summary.networks()).hasSameSizeAs(inspection.networks());
        assertThat(summary.sizeRootFs()).isPositive();
        assertThat(summary.command()).isEqualTo("tail -f /dev/null");
        assertThat(summary.imageId()).startsWith("sha256:");
    }

    @Test
    void tellsWhatHealthChecksFound() {
        String name = containers.start(TestContainers.config("tail", "-f", "/dev/null")
                .healthcheck(new Healthcheck(
                        List.of("CMD-SHELL", "echo all is well"),
                        Duration.ofMillis(100).toNanos(),
                        Duration.ofSeconds(10).toNanos(),
                        3,
                        Duration.ofSeconds(1).toNanos(),
                        null)));

        ContainerInspection.Health health = Eventually.get(
                "health",
                () -> inspect(name).state().health(),
                found -> found != null && "healthy".equals(found.status()));

        assertThat(health.failingStreak()).isZero();
        assertThat(health.log()).isNotEmpty().allSatisfy(check -> {
            assertThat(check.exitCode()).isZero();
            assertThat(check.output()).isEqualTo("all is well\n");
            assertThat(check.end()).isAfterOrEqualTo(check.start());
        });
    }

    @Test
    @Conformance({"containers.inspect", "containers.inspectWithSize"})
    void tellsProgramPlatformAndSize() {
        String name =
                containers.start(TestContainers.config("sh", "-c", "head -c 10000 /dev/zero > /x; exec tail -f /x")
                        .volumes(Set.of("/anonymous"))
                        .domainname("example.org"));

        ContainerInspection inspection = Eventually.get(
                "size",
                () -> client.containers().inspectWithSize(name).block(SHORT),
                found -> found.sizeRw() != null && found.sizeRw() >= 10_000);

        assertThat(inspection.path()).isEqualTo("sh");
        assertThat(inspection.args()).startsWith("-c");
        assertThat(inspection.restartCount()).isZero();
        assertThat(inspection.platform()).isEqualTo("linux");
        assertThat(inspection.driver()).isNotEmpty();
        assertThat(inspection.sizeRootFs()).isGreaterThan(inspection.sizeRw());
        assertThat(inspection.config().domainname()).isEqualTo("example.org");
        assertThat(inspection.config().volumes()).containsExactly("/anonymous");
        assertThat(inspection.mounts())
                .singleElement()
                .satisfies(mount -> assertThat(mount.destination()).isEqualTo("/anonymous"));
        assertThat(inspect(name).sizeRw()).isNull();
    }

    @Test
    @Conformance("containers.list")
    void limitsTheList() {
        containers.create(TestContainers.config("true"));
        String newest = containers.create(TestContainers.config("true"));

        assertThat(client.containers()
                        .list(ListContainersOptions.ALL
                                .withFilter("label", TestRun.LABEL + "=" + TestRun.ID)
                                .withLimit(1))
                        .flatMapIterable(ContainerSummary::names)
                        .collectList()
                        .block(SHORT))
                .containsExactly("/" + newest);
    }
}
