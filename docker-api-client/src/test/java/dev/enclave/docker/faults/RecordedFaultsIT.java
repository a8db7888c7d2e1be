package dev.enclave.docker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.testing.RandomCases;
import dev.enclave.testing.ScriptedEngine;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.proxy.Fault;
import dev.enclave.testing.proxy.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever goes wrong with a connection, every operation ends with what it would have ended with, or with a typed error; and the client
 * is as good as before. The answers are those of the real engine, recorded at the beginning.
 */
@Tag("C8")
class RecordedFaultsIT {

    private static final List<Spoiling> SPOILINGS = List.of(Spoiling.values());
    private static final int CASES = 1_100;
    private static final int SPOILT_CASES = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final TestContainers CONTAINERS = TestContainers.ofClass();

    private final ApiVersion version = TestEngine.client().apiVersion().block(PATIENCE);

    @TempDir
    Path directory;

    @Test
    void endInTypedSignals() {
        List<Recorded> recordings = record(new Operations(CONTAINERS, directory).all());
        FaultTally tally = new FaultTally();

        ParallelCases.run(CASES + SPOILT_CASES, () -> new ReplayLane(recordings, tally));

        tally.log("recorded answers");
        assertThat(tally.failures()).isEmpty();
        assertThat(tally.happened()).isGreaterThanOrEqualTo(RandomCases.isWhole() ? 1_000 : 0);
    }

    private List<Recorded> record(List<Operation> operations) {
        Recording recording = new Recording();
        List<Recorded> recorded = new ArrayList<>();
        try (FaultProxy proxy = FaultProxy.tapped(TestEngine.endpoint(), recording)) {
            DockerClient client = DockerClient.create(DockerClientOptions.DEFAULTS
                    .withEndpoint(proxy.endpoint())
                    .withEventLoopThreads(1)
                    .withApiVersion(version));
            for (Operation operation : operations) {
                Outcome outcome = Outcome.of(operation.run().apply(client), PATIENCE);
                Map<String, Exchange> exchanges = recording.take();
                assertThat(outcome.silent() || exchanges.isEmpty())
                        .as(operation.name() + " without an answer")
                        .isFalse();
                recorded.add(new Recorded(operation, exchanges, outcome));
            }
            client.close().block(PATIENCE);
        }
        return recorded;
    }

    /** Tries cases one after the other, with an engine, a proxy and clients of its own. */
    private final class ReplayLane implements ParallelCases.Worker {
        private final List<Recorded> recordings;
        private final FaultTally tally;
        private final Replay replay = new Replay();
        private final ScriptedEngine engine = ScriptedEngine.onUnixSocket(replay);
        private final Lane lane = new Lane(engine.endpoint(), version);

        ReplayLane(List<Recorded> recordings, FaultTally tally) {
            this.recordings = recordings;
            this.tally = tally;
        }

        @Override
        public void run(int index) {
            Random random = RandomCases.random(index);
            Recorded recorded = recordings.get(random.nextInt(recordings.size()));
            replay.play(recorded);
            try {
                if (index < CASES) {
                    fault(index, recorded, random);
                } else {
                    spoil(index, recorded, random);
                }
                lane.requireIntact();
            } catch (RuntimeException | AssertionError e) {
                tally.fail(index, recorded, "the client is not as good as before: " + e);
            }
        }

        private void fault(int index, Recorded recorded, Random random) {
            Fault fault = RandomFaults.next(random, recorded.requestLength(), recorded.answerLength());
            Outcome outcome = lane.run(recorded.operation(), fault);
            boolean happened = lane.heal() > 0;
            tally.add(index, recorded, fault, happened, outcome, Verdict.of(recorded, fault, happened, outcome));
        }

        private void spoil(int index, Recorded recorded, Random random) {
            Spoiling spoiling = SPOILINGS.get(random.nextInt(SPOILINGS.size()));
            // The body of a later answer may be one that nobody reads.
            int which = spoiling.isOfBody()
                    ? 0
                    : random.nextInt(recorded.exchanges().size());
            replay.spoil(spoiling, which, random.nextLong());
            Outcome outcome = lane.run(recorded.operation());
            boolean happened = replay.heal() > 0;
            tally.add(index, recorded, spoiling, happened, outcome, Verdict.of(recorded, spoiling, happened, outcome));
        }

        @Override
        public void close() {
            tally.closing(lane);
            engine.close();
        }
    }
}
