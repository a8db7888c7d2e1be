/** Output of commands. The entry is {@link dev.enclave.benchmarks.stream.StreamBenchmark}. */
@NullMarked
package dev.enclave.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
