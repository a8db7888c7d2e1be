/** Round trips through an attached program. The entry is {@link dev.enclave.benchmarks.attach.AttachBenchmark}. */
@NullMarked
package dev.enclave.benchmarks.attach;

import org.jspecify.annotations.NullMarked;
