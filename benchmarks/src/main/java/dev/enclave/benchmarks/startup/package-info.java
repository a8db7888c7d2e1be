/** The first sandbox of a process. The entry is {@link dev.enclave.benchmarks.startup.StartupBenchmark}. */
@NullMarked
package dev.enclave.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
