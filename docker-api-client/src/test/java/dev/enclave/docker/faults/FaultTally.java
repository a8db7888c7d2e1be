package dev.enclave.docker.faults;

import dev.enclave.testing.RandomCases;
import dev.enclave.testing.proxy.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what happened and how it ended. */
final class FaultTally {

    private static final Logger LOG = LoggerFactory.getLogger("dev.enclave.testing");

    private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();
    private final AtomicInteger happened = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    /** Adds a case; {@code complaint} is null when it ended well. */
    void add(int index, Recorded recorded, Object fault, boolean happened, Outcome outcome, String complaint) {
        String kind = fault instanceof Fault proxied ? proxied.kind().name() : "bad " + fault;
        if (happened) {
            this.happened.incrementAndGet();
        }
        String end = !happened
                ? "not reached"
                : outcome.silent()
                        ? "silence"
                        : outcome.error() == null
                                ? "value"
                                : outcome.error().getClass().getSimpleName();
        counts.computeIfAbsent(kind + " -> " + end, key -> new AtomicInteger()).incrementAndGet();
        if (complaint != null) {
            fail(
                    index,
                    recorded,
                    complaint + ": " + outcome + "; " + fault + (happened ? "" : ", which did not happen"));
        }
    }

    void fail(int index, Recorded recorded, String complaint) {
        fail(recorded.operation() + ": " + complaint + "; " + RandomCases.which(index));
    }

    private void fail(String complaint) {
        failures.add(complaint);
    }

    /** Closes what the cases ran on; what is not as it should be then is a failure. */
    void closing(Lane lane) {
        try {
            lane.close();
        } catch (RuntimeException | AssertionError e) {
            fail("after the last case of a client: " + e);
        }
    }

    int happened() {
        return happened.get();
    }

    List<String> failures() {
        return failures;
    }

    void log(String what) {
        LOG.info("{}: {} faults happened: {}", what, happened, counts);
    }
}
