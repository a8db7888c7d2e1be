package dev.enclave.docker.faults;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.PoolOptions;
import dev.enclave.docker.transport.TimeoutOptions;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.proxy.Fault;
import dev.enclave.testing.proxy.FaultProxy;
import java.time.Duration;
import java.util.List;

/** A proxy, with a client that waits long and one that does not, each with a pool of one connection: one that is lost from it is missed. */
final class Lane implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration BRIEF = Duration.ofMillis(400);

    /** After which there will be no signal. */
    private static final Duration FOREVER = Duration.ofSeconds(12);

    private final FaultProxy proxy;
    private final DockerClient patient;
    private final DockerClient hasty;

    Lane(DockerEndpoint engine, ApiVersion version) {
        this.proxy = FaultProxy.to(engine);
        this.patient = client(version, LONG, null);
        this.hasty = client(version, BRIEF, BRIEF);
    }

    private DockerClient client(ApiVersion version, Duration timeout, Duration idle) {
        return DockerClient.create(DockerClientOptions.DEFAULTS
                .withEndpoint(proxy.endpoint())
                .withEventLoopThreads(1)
                .withApiVersion(version)
                .withPool(PoolOptions.DEFAULTS.withMaxConnections(1))
                .withTimeouts(new TimeoutOptions(LONG, timeout, timeout, idle)));
    }

    /** Ends the fault, and returns how often it happened. */
    int heal() {
        return proxy.heal();
    }

    /** Runs an operation while something is wrong with the answers. */
    Outcome run(Operation operation) {
        return Outcome.of(operation.run().apply(hasty), FOREVER);
    }

    /** Runs an operation while a fault happens. */
    Outcome run(Operation operation, Fault fault) {
        proxy.inject(fault);
        return Outcome.of(operation.run().apply(fault.kind().isHarmless() ? patient : hasty), FOREVER);
    }

    /** Fails when connections stay open, or the pools have lost theirs. */
    void requireIntact() {
        patient.system().ping().block(FOREVER);
        hasty.system().ping().retry(2).block(FOREVER);
        Eventually.get("open connections", proxy::openConnections, open -> open.size() <= 2);
    }

    @Override
    public void close() {
        patient.close().block(LONG);
        hasty.close().block(LONG);
        Eventually.get("open connections after closing", proxy::openConnections, List::isEmpty);
        proxy.close();
    }
}
