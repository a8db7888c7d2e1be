/** What many open sandboxes hold. The entry is {@link dev.enclave.benchmarks.idle.IdleBenchmark}. */
@NullMarked
package dev.enclave.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
