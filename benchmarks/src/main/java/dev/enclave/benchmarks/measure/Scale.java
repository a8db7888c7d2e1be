package dev.enclave.benchmarks.measure;

/** Makes large benchmarks small, to see in seconds that they run: {@code ENCLAVE_BENCH_PERCENT=1}. Figures tell the size that was measured. */
public final class Scale {

    private static final int ALL = 100;
    private static final int PERCENT =
            Integer.parseInt(System.getenv().getOrDefault("ENCLAVE_BENCH_PERCENT", String.valueOf(ALL)));

    private Scale() {}

    /**
     * Scales a size.
     *
     * @param whole how much there is in a real run
     * @return how much there is in this one, at least 1
     */
    public static int of(int whole) {
        return Math.max(1, (int) ((long) whole * PERCENT / ALL));
    }
}
