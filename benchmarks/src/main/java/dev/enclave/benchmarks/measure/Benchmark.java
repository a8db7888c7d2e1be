package dev.enclave.benchmarks.measure;

/** Something that can be measured, by its name: {@code ./enclave bench NAME}. */
public interface Benchmark {

    /** {@return the name, as the command line and the results have it} */
    String name();

    /** {@return one sentence for a person who reads the report} */
    String describe();

    /**
     * Measures, on the calling thread, and leaves nothing behind on the engine.
     *
     * @param target the engine, and what peers need to reach it
     * @param recorder takes the figures, one of each for each round and subject
     */
    void run(Target target, Recorder recorder);
}
