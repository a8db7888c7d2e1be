package dev.enclave.docker.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.AccessDeniedException;
import dev.enclave.docker.BadRequestException;
import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.ContainerInspection;
import dev.enclave.docker.containers.NetworkingConfig;
import dev.enclave.docker.exec.Execs;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.Failures;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestNetworks;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Publisher;

class NetworksIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    @RegisterExtension
    @Order(1)
    final TestNetworks made = new TestNetworks();

    @RegisterExtension
    @Order(2)
    final TestContainers containers = new TestContainers();

    private final DockerClient client = TestEngine.client();
    private final NetworkOperations networks = client.networks();

    /** The first three numbers of a subnet that hardly anybody else has. */
    private final String prefix = "10." + (180 + ThreadLocalRandom.current().nextInt(60)) + "."
            + ThreadLocalRandom.current().nextInt(256);

    private NetworkConfig.Builder withSubnet() {
        return made.config()
                .ipam(new Ipam(
                        null, List.of(new IpamPool(prefix + ".0/24", prefix + ".128/25", prefix + ".1", null)), null));
    }

    private static ContainerConfig.Builder idle(String network) {
        return TestContainers.config("tail", "-f", "/dev/null")
                .hostConfig(TestContainers.host().networkMode(network).build());
    }

    @Test
    @Conformance({"networks.create", "networks.inspect"})
    void areCreatedAsDescribed() {
        NetworkConfig config = withSubnet().internal(true).build();

        NetworkCreated created = networks.create(config).block(SHORT);

        Network network = networks.inspect(config.name()).block(SHORT);
        assertThat(network.id()).isEqualTo(created.id());
        assertThat(network.name()).isEqualTo(config.name());
        assertThat(network.driver()).isEqualTo("bridge");
        assertThat(network.scope()).isEqualTo("local");
        assertThat(network.internal()).isTrue();
        assertThat(network.enableIpv6()).isFalse();
        assertThat(network.created()).isAfter(Instant.now().minusSeconds(60));
        assertThat(network.labels()).isEqualTo(TestRun.labels());
        assertThat(network.ipam().config())
                .singleElement()
                .satisfies(pool -> assertThat(Arrays.asList(pool.subnet(), pool.ipRange(), pool.gateway()))
                        .containsExactly(prefix + ".0/24", prefix + ".128/25", prefix + ".1"));
        assertThat(network.containers()).isEmpty();
    }

    @Test
    @Conformance("networks.list")
    void areListedByFilter() {
        String name = made.create(made.config());
        ListNetworksOptions ours = ListNetworksOptions.ALL.withFilter("label", TestRun.LABEL + "=" + TestRun.ID);

        assertThat(names(ListNetworksOptions.ALL)).contains(name, "bridge", "host", "none");
        assertThat(names(ours)).contains(name).doesNotContain("bridge");
        assertThat(names(ours.withFilter("driver", "host"))).isEmpty();
        assertThat(names(ListNetworksOptions.ALL.withFilter("type", "builtin")))
                .contains("bridge")
                .doesNotContain(name);
        assertFails(networks.list(ListNetworksOptions.ALL.withFilter("no-such", "x")), BadRequestException.class);
    }

    private List<String> names(ListNetworksOptions options) {
        return networks.list(options).map(Network::name).collectList().block(SHORT);
    }

    @Test
    @Conformance("networks.connect")
    void connectContainersThatFindEachOtherByTheirAliases() {
        String network = made.create(withSubnet());
        String server = containers.start(idle("none"));
        client.networks().disconnect("none", server, false).block(SHORT);

        networks.connect(
                        network,
                        server,
                        EndpointConfig.builder()
                                .aliases(List.of("the-server"))
                                .ipamConfig(new EndpointConfig.IpamConfig(prefix + ".140", null, null))
                                .build())
                .block(SHORT);
        String other = containers.start(idle(network));

        Endpoint endpoint =
                client.containers().inspect(server).block(SHORT).networks().get(network);
        assertThat(endpoint.ipAddress()).isEqualTo(prefix + ".140");
        assertThat(endpoint.ipPrefixLen()).isEqualTo(24);
        assertThat(endpoint.gateway()).isEqualTo(prefix + ".1");
        assertThat(endpoint.macAddress()).matches("[0-9a-f:]{17}");
        assertThat(endpoint.aliases()).contains("the-server");
        assertThat(networks.inspect(network).block(SHORT).containers().values())
                .extracting(Network.Connected::name)
                .containsExactlyInAnyOrder(server, other);
        assertThat(new Execs(client, other).outputOf("ping", "-c", "1", "the-server"))
                .contains("PING the-server (" + prefix + ".140)")
                .contains("1 packets received");
    }

    @Test
    @Conformance("networks.disconnect")
    void areLeftAgain() {
        String network = made.create(made.config());
        String container = containers.start(idle(network));

        assertFails(networks.remove(network), ConflictException.class);
        networks.disconnect(network, container, false).block(SHORT);

        assertFails(networks.disconnect(network, container, false), ConflictException.class);
        assertThat(networks.inspect(network).block(SHORT).containers()).isEmpty();
        networks.remove(network).block(SHORT);
        assertFails(networks.inspect(network), NotFoundException.class);
    }

    @Test
    @Conformance("containers.create")
    void areChosenWhenAContainerIsCreated() {
        String network = made.create(withSubnet());
        EndpointConfig endpoint = EndpointConfig.builder()
                .aliases(List.of("alias"))
                .ipamConfig(new EndpointConfig.IpamConfig(prefix + ".150", null, null))
                .build();

        String container = containers.start(idle(network).networkingConfig(NetworkingConfig.of(network, endpoint)));

        ContainerInspection inspection = client.containers().inspect(container).block(SHORT);
        assertThat(inspection.networks()).containsOnlyKeys(network);
        assertThat(inspection.networks().get(network).ipAddress()).isEqualTo(prefix + ".150");
        assertThat(inspection.networks().get(network).aliases()).contains("alias");
        assertThat(inspection.networks().get(network).ipamConfig()).isEqualTo(endpoint.ipamConfig());
    }

    @Test
    @Conformance("networks.prune")
    void arePrunedByLabel() {
        String mark = TestRun.name("mark");
        String marked = made.create(made.config().labels(Map.of(mark, "")));
        String other = made.create(made.config());

        NetworksPruned pruned = networks.prune(PruneNetworksOptions.ALL.withFilter("label", mark))
                .block(SHORT);

        assertThat(pruned.networksDeleted()).containsExactly(marked);
        assertThat(names(ListNetworksOptions.ALL)).contains(other).doesNotContain(marked);
    }

    @Test
    @Tag("C8")
    @Conformance({"networks.create", "networks.inspect", "networks.connect", "networks.disconnect", "networks.remove"})
    void thatCannotBeAreTypedErrors() {
        String network = made.create(withSubnet());
        String container = containers.start(idle(network));

        assertFails(networks.inspect("enclave-test-none"), NotFoundException.class);
        assertFails(networks.remove("enclave-test-none"), NotFoundException.class);
        assertFails(networks.remove("bridge"), AccessDeniedException.class);
        assertFails(networks.create(NetworkConfig.builder(network).build()), ConflictException.class);
        assertFails(networks.create(made.config().driver("no-such-driver").build()), NotFoundException.class);
        assertFails(
                networks.create(
                        made.config().ipam(Ipam.ofSubnet(prefix + ".0/24")).build()),
                AccessDeniedException.class);
        assertFails(networks.connect("enclave-test-none", container, EndpointConfig.DEFAULTS), NotFoundException.class);
        assertFails(networks.connect(network, "enclave-test-none", EndpointConfig.DEFAULTS), NotFoundException.class);
        assertFails(networks.connect("host", container, EndpointConfig.DEFAULTS), DockerApiException.class);
    }

    @Test
    @Tag("C8")
    @Conformance("networks.connect")
    void thatAContainerIsInAlreadyAreConflicts() {
        String network = made.create(made.config());
        String container = containers.start(idle(network));

        assertFails(networks.connect(network, container, EndpointConfig.DEFAULTS), ConflictException.class);
    }

    private static void assertFails(Publisher<?> operation, Class<? extends Throwable> type) {
        Failures.of(operation, type);
    }
}
