package dev.enclave.docker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.testing.RandomCases;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.proxy.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** As {@link RecordedFaultsIT}, with the real engine behind the faults. */
@Tag("C8")
class LiveFaultsIT {

    private static final int CASES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Not known of a real engine: about as much as an exchange of heads has. */
    private static final long LENGTH = 1_500;

    @RegisterExtension
    static final TestContainers CONTAINERS = TestContainers.ofClass();

    private final DockerClient direct = TestEngine.client();
    private final ApiVersion version = direct.apiVersion().block(PATIENCE);

    @TempDir
    Path directory;

    @Test
    void endInTypedSignals() {
        List<Recorded> operations = new Operations(CONTAINERS, directory)
                .all().stream()
                        .filter(Operation::stable)
                        .map(operation -> new Recorded(
                                operation, Map.of(), Outcome.of(operation.run().apply(direct), PATIENCE)))
                        .toList();
        FaultTally tally = new FaultTally();

        ParallelCases.run(CASES, () -> new LiveLane(operations, tally));

        tally.log("the real engine");
        assertThat(tally.failures()).isEmpty();
        assertThat(tally.happened()).isGreaterThanOrEqualTo(RandomCases.isWhole() ? CASES / 2 : 0);
    }

    private final class LiveLane implements ParallelCases.Worker {
        private final List<Recorded> operations;
        private final FaultTally tally;
        private final Lane lane = new Lane(TestEngine.endpoint(), version);

        LiveLane(List<Recorded> operations, FaultTally tally) {
            this.operations = operations;
            this.tally = tally;
        }

        @Override
        public void run(int index) {
            Random random = RandomCases.random(index);
            Recorded known = operations.get(random.nextInt(operations.size()));
            Fault fault = RandomFaults.next(random, LENGTH, LENGTH);
            try {
                Outcome outcome = lane.run(known.operation(), fault);
                boolean happened = lane.heal() > 0;
                tally.add(index, known, fault, happened, outcome, Verdict.of(known, fault, happened, outcome));
                lane.requireIntact();
            } catch (RuntimeException | AssertionError e) {
                tally.fail(index, known, "the client is not as good as before: " + e);
            }
        }

        @Override
        public void close() {
            tally.closing(lane);
        }
    }
}
