package dev.enclave.docker.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.ContainerCreated;
import dev.enclave.docker.containers.ContainerExit;
import dev.enclave.docker.containers.ContainerInspection;
import dev.enclave.docker.containers.ContainerProcesses;
import dev.enclave.docker.containers.ContainerStats;
import dev.enclave.docker.containers.ContainerSummary;
import dev.enclave.docker.containers.ContainerUpdated;
import dev.enclave.docker.containers.ContainersPruned;
import dev.enclave.docker.containers.Healthcheck;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.PathChange;
import dev.enclave.docker.containers.PortBinding;
import dev.enclave.docker.containers.UpdateConfig;
import dev.enclave.docker.exec.ExecConfig;
import dev.enclave.docker.exec.ExecInspection;
import dev.enclave.docker.images.ImageHistory;
import dev.enclave.docker.images.ImageInspection;
import dev.enclave.docker.images.ImageSummary;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.internal.stream.Framing;
import dev.enclave.docker.networks.Network;
import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.docker.system.DiskUsage;
import dev.enclave.docker.system.EngineEvent;
import dev.enclave.docker.system.EngineInfo;
import dev.enclave.docker.system.EngineVersion;
import dev.enclave.docker.transport.EndpointResolver;
import dev.enclave.docker.volumes.Volume;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestNetworks;
import dev.enclave.testing.TestVolumes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The names that are read are those that engines write, to the letter: reading without regard to case, which is dearer, finds nothing
 * more in their answers.
 */
@Tag("C7")
class EngineNamesIT {

    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final String NONE = "{\"label\":[\"enclave.test.nobody=has-this\"]}";

    @RegisterExtension
    @Order(1)
    final TestNetworks networks = new TestNetworks();

    @RegisterExtension
    @Order(2)
    final TestVolumes volumes = new TestVolumes();

    @RegisterExtension
    @Order(3)
    final TestContainers containers = new TestContainers();

    private final ApiTransport transport =
            ApiTransport.create(EndpointResolver.ofProcess().resolve(), DockerClientOptions.DEFAULTS);
    private final DockerClient client = TestEngine.client();

    @AfterEach
    void close() {
        transport.close().block(SHORT);
    }

    @Test
    @Conformance({"containers.inspect", "containers.list", "networks.inspect", "networks.list"})
    void ofContainersAndTheirNetworks() {
        String network = networks.create(networks.config());
        String container = containers.start(TestContainers.config("tail", "-f", "/dev/null")
                .healthcheck(new Healthcheck(List.of("CMD", "true"), null, null, null, null, null))
                .exposedPorts(Set.of("80/tcp"))
                .hostConfig(HostConfig.builder()
                        .networkMode(network)
                        .memory(64L << 20)
                        .portBindings(Map.of("80/tcp", List.of(new PortBinding("127.0.0.1", ""))))
                        .build()));

        ContainerInspection inspection = assertExact(
                ApiRequest.get("/containers/{}/json", container).flag("size", true), ContainerInspection.class);
        assertExact(ApiRequest.get("/containers/json").flag("all", true).flag("size", true), ContainerSummary[].class);
        assertExact(ApiRequest.get("/networks"), Network[].class);
        assertExact(ApiRequest.get("/networks/{}", network), Network.class);

        assertThat(inspection.networkSettings().networks().get(network).ipAddress())
                .isNotEmpty();
    }

    @Test
    @Conformance({"containers.top", "containers.changes", "containers.statsOnce"})
    void ofWhatRunningContainersTell() {
        String container = containers.start(TestContainers.config("sh", "-c", "touch /made; tail -f /dev/null"));

        assertExact(ApiRequest.get("/containers/{}/top", container), ContainerProcesses.class);
        assertExact(ApiRequest.get("/containers/{}/changes", container), PathChange[].class);
        assertExact(ApiRequest.get("/containers/{}/stats", container).query("stream", false), ContainerStats.class);
    }

    @Test
    @Conformance("containers.update")
    void ofUpdates() {
        String container = containers.startIdle();

        assertExact(
                ApiRequest.post("/containers/{}/update", container)
                        .body(UpdateConfig.builder()
                                .memory(64L << 20)
                                .memorySwap(64L << 20)
                                .build()),
                ContainerUpdated.class);
    }

    @Test
    @Conformance({"containers.create", "containers.waitFor", "containers.prune"})
    void ofContainersThatComeAndGo() {
        String name = containers.name();
        ContainerConfig config = TestContainers.config("true").build();

        assertExact(ApiRequest.post("/containers/create").query("name", name).body(config), ContainerCreated.class);
        client.containers().start(name).block(SHORT);
        assertExact(ApiRequest.post("/containers/{}/wait", name), ContainerExit.class);
        assertExact(ApiRequest.post("/containers/prune").query("filters", NONE), ContainersPruned.class);
    }

    @Test
    @Conformance({"execs.create", "execs.inspect"})
    void ofExecs() {
        String container = containers.startIdle();
        String exec = client.execs()
                .create(container, ExecConfig.builder(List.of("sleep", "100")).build())
                .block(SHORT);
        client.execs().startDetached(exec).block(SHORT);

        assertExact(ApiRequest.get("/exec/{}/json", exec), ExecInspection.class);
        assertThat(assertExact(ApiRequest.get("/containers/{}/json", container), ContainerInspection.class)
                        .execIds())
                .contains(exec);
    }

    @Test
    @Conformance({"images.inspect", "images.history", "images.list"})
    void ofImages() {
        String image = TestImages.require(TestImages.BUSYBOX);

        assertThat(assertExact(ApiRequest.get("/images/{}/json", image), ImageInspection.class)
                        .rootFs()
                        .layers())
                .isNotEmpty();
        assertExact(ApiRequest.get("/images/{}/history", image), ImageHistory[].class);
        assertExact(ApiRequest.get("/images/json").flag("all", true), ImageSummary[].class);
    }

    @Test
    @Conformance({"system.version", "system.info", "system.diskUsage", "volumes.inspect"})
    void ofTheEngineAndItsVolumes() {
        String volume = volumes.create();

        assertExact(ApiRequest.get("/version"), EngineVersion.class);
        assertThat(assertExact(ApiRequest.get("/info"), EngineInfo.class).osType())
                .isEqualTo("linux");
        assertExact(ApiRequest.get("/system/df"), DiskUsage.class);
        assertExact(ApiRequest.get("/volumes/{}", volume), Volume.class);
    }

    @Test
    @Conformance("system.events")
    void ofEvents() {
        EngineInfo now =
                transport.read(ApiRequest.get("/info"), EngineInfo.class).block(SHORT);
        TestContainers.createAndRemove(client, "names");
        long since = now.systemTime().getEpochSecond() - 1;

        JsonValueSplitter splitter = new JsonValueSplitter();
        List<byte[]> events = transport.stream(
                        ApiRequest.get("/events").query("since", since).query("until", since + 3), Framing.RAW)
                .map(StreamFrame::bytes)
                .concatMapIterable(splitter::feed)
                .collectList()
                .block(SHORT);

        assertThat(events).isNotEmpty().allSatisfy(event -> assertExact(event, EngineEvent.class));
    }

    private <T> T assertExact(ApiRequest request, Class<T> type) {
        return assertExact(transport.send(request).block(SHORT).body(), type);
    }

    private static <T> T assertExact(byte[] answer, Class<T> type) {
        T exact = JsonCodec.SHARED.read(answer, type);
        assertThat(exact).isEqualTo(JsonCodec.OF_FILES.read(answer, type));
        return exact;
    }
}
