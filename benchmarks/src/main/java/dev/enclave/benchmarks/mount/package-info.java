/** Mounting against copying. The entry is {@link dev.enclave.benchmarks.mount.MountBenchmark}. */
@NullMarked
package dev.enclave.benchmarks.mount;

import org.jspecify.annotations.NullMarked;
