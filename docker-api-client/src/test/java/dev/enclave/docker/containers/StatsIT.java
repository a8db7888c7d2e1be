package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.test.StepVerifier;

@OnEverySocket
class StatsIT {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final long MIB = 1024 * 1024;

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private ContainerOperations operations() {
        return TestEngine.client(kind).containers();
    }

    /** Uses at most a quarter of a CPU and holds some memory. */
    private String busy() {
        return containers.start(
                TestContainers.config("sh", "-c", "x=$(head -c 8000000 /dev/zero | tr '\\0' x); while :; do :; done")
                        .hostConfig(TestContainers.host()
                                .memory(64 * MIB)
                                .memorySwap(64 * MIB)
                                .nanoCpus(250_000_000L)
                                .build()));
    }

    @Test
    @Conformance("containers.statsOnce")
    void ofOneMomentTellTheCpuOverASpanOfTime() {
        String name = busy();

        ContainerStats stats = operations().statsOnce(name).block(SHORT);

        assertThat(stats.name()).endsWith(name);
        assertThat(stats.preread()).as("the earlier moment").isNotNull();
        assertThat(stats.read()).isAfter(Instant.now().minusSeconds(60)).isAfter(stats.preread());
        // A quarter of a CPU, with room for how coarsely the host's time is counted.
        assertThat(stats.cpuPercent()).isBetween(1.0, 100.0);
        assertThat(stats.memoryStats().limit()).isEqualTo(64 * MIB);
        assertThat(stats.memoryUsed()).isBetween(100_000L, 64 * MIB);
        assertThat(stats.memoryPercent()).isEqualTo(100.0 * stats.memoryUsed() / (64 * MIB));
        assertThat(stats.pidsStats().current()).isPositive();
        assertThat(stats.cpuStats().onlineCpus()).isPositive();
    }

    @Test
    @Conformance("containers.statsNow")
    void ofNowComeAtOnceAndTellTheCpuTogetherWithEarlierOnes() {
        String name = busy();

        ContainerStats first = operations().statsNow(name).block(SHORT);
        ContainerStats second = operations().statsOnce(name).block(SHORT);

        assertThat(first.cpuPercent()).isNull();
        assertThat(second.cpuPercentSince(first.cpuStats())).isBetween(1.0, 100.0);
    }

    @Test
    @Tag("C6")
    @Conformance("containers.stats")
    void areStreamedUntilCancelled() {
        String name = busy();

        List<ContainerStats> stats =
                operations().stats(name).take(3).collectList().block(SHORT);

        assertThat(stats).extracting(ContainerStats::read).isSorted().doesNotHaveDuplicates();
        assertThat(stats.get(2).cpuPercent()).isPositive();
    }

    @Test
    @Conformance("containers.statsNow")
    void ofAContainerThatDoesNotRunAreWithoutFigures() {
        String created = containers.create(TestContainers.config("true"));

        ContainerStats stats = operations().statsNow(created).block(SHORT);

        assertThat(stats.cpuPercent()).isNull();
        assertThat(stats.memoryUsed()).isNull();
        assertThat(stats.memoryPercent()).isNull();
        assertThat(stats.networkReceived() + stats.networkSent() + stats.blockRead() + stats.blockWritten())
                .isZero();
    }

    @Test
    @Tag("C8")
    @Conformance({"containers.stats", "containers.statsOnce"})
    void ofWhatIsNotThereAreNotFound() {
        operations()
                .stats("enclave-test-none")
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
        operations()
                .statsOnce("enclave-test-none")
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
    }
}
