package dev.enclave.docker.internal.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.CommitOptions;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.Healthcheck;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.IsolationOptions;
import dev.enclave.docker.containers.MountConfig;
import dev.enclave.docker.containers.MountConfig.BindOptions;
import dev.enclave.docker.containers.MountConfig.TmpfsOptions;
import dev.enclave.docker.containers.MountConfig.VolumeOptions;
import dev.enclave.docker.containers.NetworkingConfig;
import dev.enclave.docker.networks.EndpointConfig;
import dev.enclave.docker.networks.NetworkConfig;
import dev.enclave.docker.system.DiskUsageKind;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.testing.ScriptedEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What an older engine would overlook is not asked of it. */
@Tag("C7")
class NewerFieldsTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final String BODY = "{\"Id\":\"x\"}";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    private static final Healthcheck OFTEN_AT_FIRST =
            new Healthcheck(List.of("CMD", "true"), null, null, null, null, 1_000_000L);

    /** A call that needs a version, or none newer than the oldest. */
    record Call(String what, int minor, Function<DockerClient, Mono<?>> send) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Call> newer() {
        return Stream.of(
                create("a console size", 42, HostConfig.builder().consoleSize(List.of(24, 80))),
                create(
                        "an annotation",
                        43,
                        HostConfig.builder()
                                .isolationOptions(IsolationOptions.builder()
                                        .annotations(Map.of("a", "b"))
                                        .build())),
                create("to create a mount's source", 42, bind(new BindOptions(null, true, null, null, null))),
                create("read-only with all mounts", 44, bind(new BindOptions(null, null, null, false, null))),
                create("has to be read-only", 44, bind(new BindOptions(null, null, null, null, true))),
                create("a directory of a volume", 45, mount(volume(new VolumeOptions(null, null, null, "d")))),
                create(
                        "an option of a tmpfs",
                        46,
                        mount(MountConfig.tmpfs("/t", new TmpfsOptions(null, null, List.of(List.of("exec")))))),
                create("a mount of an image", 48, mount(MountConfig.image("busybox", "/i", null))),
                create("a health check's interval at the start", 44, container().healthcheck(OFTEN_AT_FIRST)),
                create(
                        "the MAC address of a connection",
                        44,
                        connected(EndpointConfig.builder().macAddress("02:00:00:00:00:01"))),
                create(
                        "the priority of a network's gateway",
                        48,
                        connected(EndpointConfig.builder().gwPriority(1))),
                connect(
                        "the MAC address of a connection",
                        54,
                        EndpointConfig.builder().macAddress("02:00:00:00:00:01")),
                connect(
                        "the priority of a network's gateway",
                        48,
                        EndpointConfig.builder().gwPriority(1)),
                new Call(
                        "a network without IPv4",
                        48,
                        client -> client.networks().create(network(false))),
                new Call("a choice of kinds", 42, client -> client.system().diskUsage(DiskUsageKind.IMAGE)),
                new Call(
                        "a health check's interval at the start",
                        44,
                        client -> client.containers()
                                .commit(
                                        "c",
                                        CommitOptions.builder()
                                                .config(container()
                                                        .healthcheck(OFTEN_AT_FIRST)
                                                        .build())
                                                .build())));
    }

    static Stream<Call> old() {
        return Stream.of(
                create("a MAC address", 41, container().macAddress("02:00:00:00:00:01")),
                create(
                        "no annotation",
                        41,
                        HostConfig.builder()
                                .isolationOptions(IsolationOptions.builder()
                                        .annotations(Map.of())
                                        .build())),
                create("a bind as ever", 41, bind(new BindOptions("rprivate", false, true, true, false))),
                create("a tmpfs", 41, mount(MountConfig.tmpfs("/t", 1L << 20, 0700))),
                create("a connection", 41, connected(EndpointConfig.builder().aliases(List.of("a")))),
                connect("a connection", 41, EndpointConfig.builder().aliases(List.of("a"))),
                new Call("a network with IPv4", 41, client -> client.networks().create(network(true))),
                new Call("everything", 41, client -> client.system().diskUsage()));
    }

    private static ContainerConfig.Builder container() {
        return ContainerConfig.builder("busybox");
    }

    private static Call create(String what, int minor, ContainerConfig.Builder config) {
        return new Call(what, minor, client -> client.containers().create(null, config.build()));
    }

    private static Call create(String what, int minor, HostConfig.Builder host) {
        return create(what, minor, container().hostConfig(host.build()));
    }

    private static Call connect(String what, int minor, EndpointConfig.Builder endpoint) {
        return new Call(
                what,
                minor,
                client -> client.networks().connect("n", "c", endpoint.build()).thenReturn(what));
    }

    private static ContainerConfig.Builder connected(EndpointConfig.Builder endpoint) {
        return container().networkingConfig(NetworkingConfig.of("n", endpoint.build()));
    }

    private static HostConfig.Builder mount(MountConfig mount) {
        return HostConfig.builder().mounts(List.of(mount));
    }

    private static HostConfig.Builder bind(BindOptions options) {
        return mount(new MountConfig("bind", "/a", "/b", true, options, null, null, null, null));
    }

    private static MountConfig volume(VolumeOptions options) {
        return new MountConfig("volume", "v", "/b", null, null, null, options, null, null);
    }

    private static NetworkConfig network(boolean ipv4) {
        return NetworkConfig.builder("n").enableIpv4(ipv4).build();
    }

    @ParameterizedTest
    @MethodSource("newer")
    void areNotAskedOfAnOlderEngine(Call call) {
        Failure failure = send(call, new ApiVersion(1, call.minor() - 1));

        assertThat(failure.requests()).isZero();
        assertThat(failure.error())
                .isInstanceOf(ApiVersionException.class)
                .hasMessageContaining(call.what())
                .hasMessageContaining("needs API 1." + call.minor() + ", and 1." + (call.minor() - 1) + " is spoken");
    }

    @ParameterizedTest
    @MethodSource({"newer", "old"})
    void areAskedOfAnEngineThatKnowsThem(Call call) {
        assertThat(send(call, new ApiVersion(1, call.minor()))).isEqualTo(new Failure(null, 1));
    }

    /** How a call ended. */
    record Failure(@Nullable Throwable error, int requests) {}

    private static Failure send(Call call, ApiVersion version) {
        try (ScriptedEngine engine = ScriptedEngine.answering(ANSWER)) {
            DockerClient client = DockerClient.builder()
                    .endpoint(engine.endpoint().toString())
                    .apiVersion(version)
                    .build();
            Throwable[] error = new Throwable[1];
            call.send()
                    .apply(client)
                    .then()
                    .onErrorResume(e -> Mono.fromRunnable(() -> error[0] = e))
                    .as(StepVerifier::create)
                    .expectComplete()
                    .verify(SHORT);
            client.close().block(SHORT);
            return new Failure(error[0], engine.requests().size());
        }
    }
}
