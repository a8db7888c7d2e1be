/** Commands in a running sandbox, through the agent and through the exec API. The entry is {@link dev.enclave.benchmarks.exec.ExecBenchmark}. */
@NullMarked
package dev.enclave.benchmarks.exec;

import org.jspecify.annotations.NullMarked;
