package dev.enclave.benchmarks;

import java.util.List;

/** Runs a benchmark: {@code ./enclave bench [NAME]}. */
public final class Benchmarks {

    private static final int UNKNOWN = 2;

    private Benchmarks() {}

    /**
     * Runs a benchmark and prints its table.
     *
     * @param arguments its name; none for all, of which there is one
     */
    public static void main(String[] arguments) {
        String name = arguments.length == 0 ? "exec" : arguments[0];
        if (!name.equals("exec")) {
            System.err.println("no benchmark '" + name + "'; there is: exec");
            System.exit(UNKNOWN);
        }
        List<String> table = new ExecBenchmark().run("busybox:latest");
        table.forEach(System.out::println);
    }
}
