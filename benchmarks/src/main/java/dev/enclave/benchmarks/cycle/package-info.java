/** Whole sandboxes, one at a time and many at once. The entries are {@link dev.enclave.benchmarks.cycle.CycleBenchmark} and {@link dev.enclave.benchmarks.cycle.FanoutBenchmark}. */
@NullMarked
package dev.enclave.benchmarks.cycle;

import org.jspecify.annotations.NullMarked;
