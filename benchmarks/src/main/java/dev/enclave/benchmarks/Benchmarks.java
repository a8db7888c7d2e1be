package dev.enclave.benchmarks;

import java.time.Duration;

/** Runs a benchmark: {@code ./enclave bench [NAME]}. */
public final class Benchmarks {

    private static final String IMAGE = "busybox:latest";
    private static final long SOAK_SECONDS = 600;
    private static final int FAILED = 1;
    private static final int UNKNOWN = 2;

    private Benchmarks() {}

    /**
     * Runs a benchmark and prints its table.
     *
     * @param arguments its name, {@code exec} when there is none; for {@code soak} the number of seconds may follow
     */
    public static void main(String[] arguments) {
        String name = arguments.length == 0 ? "exec" : arguments[0];
        switch (name) {
            case "exec" -> new ExecBenchmark().run(IMAGE).forEach(System.out::println);
            case "soak" -> soak(arguments.length < 2 ? SOAK_SECONDS : Long.parseLong(arguments[1]));
            default -> {
                System.err.println("no benchmark '" + name + "'; there are: exec, soak");
                System.exit(UNKNOWN);
            }
        }
    }

    private static void soak(long seconds) {
        if (!new SoakBenchmark(Duration.ofSeconds(seconds)).run(IMAGE)) {
            System.exit(FAILED);
        }
    }
}
