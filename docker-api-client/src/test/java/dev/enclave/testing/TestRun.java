package dev.enclave.testing;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The mark of this test run on whatever its tests make on an engine. Several runs, and other people's containers, may share one
 * engine: what carries the mark is ours, nothing else is touched.
 */
public final class TestRun {

    /** This run's own name. */
    public static final String ID = UUID.randomUUID().toString().substring(0, 8);

    /** The label whose value is {@link #ID}. */
    public static final String LABEL = "enclave.test.run";

    private static final AtomicInteger NAMES = new AtomicInteger();

    private TestRun() {}

    /** Returns the labels of a container, network or volume that a test makes. */
    public static Map<String, String> labels() {
        return Map.of(LABEL, ID);
    }

    /** Returns a new name, valid for containers, networks, volumes and repositories, that carries the mark. */
    public static String name(String what) {
        return "enclave-test-" + ID + "-" + what + "-" + NAMES.incrementAndGet();
    }
}
