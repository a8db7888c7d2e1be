package dev.enclave.benchmarks.result;

import java.util.Arrays;

/** What a figure counts, and whether less of it is better. */
public enum Unit {
    /** Time. */
    MILLISECONDS("ms", true),
    /** Requests, commands or sandboxes in a second. */
    PER_SECOND("1/s", false),
    /** Throughput. */
    MEBIBYTES_PER_SECOND("MiB/s", false),
    /** CPU seconds of the client for a gibibyte. */
    CPU_SECONDS_PER_GIBIBYTE("CPU s/GiB", true),
    /** CPU time of the client, in milliseconds. */
    CPU_MILLISECONDS("CPU ms", true),
    /** Memory. */
    MEBIBYTES("MiB", true),
    /** Threads. */
    THREADS("threads", true),
    /** Threads for each core of the machine. */
    THREADS_PER_CORE("threads/core", true),
    /** File descriptors. */
    DESCRIPTORS("descriptors", true),
    /** Bytes, such as those that are allocated for an operation. */
    BYTES("B", true);

    private final String text;
    private final boolean lessIsBetter;

    Unit(String text, boolean lessIsBetter) {
        this.text = text;
        this.lessIsBetter = lessIsBetter;
    }

    /** {@return the text in files and tables} */
    public String text() {
        return text;
    }

    /** {@return whether less of it is better} */
    public boolean lessIsBetter() {
        return lessIsBetter;
    }

    /**
     * Finds a unit.
     *
     * @param text its text
     * @return the unit
     */
    public static Unit of(String text) {
        return Arrays.stream(values())
                .filter(unit -> unit.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no unit '" + text + "'"));
    }
}
