/** How many launches and removals at once. The entry is {@link dev.enclave.benchmarks.admission.AdmissionBenchmark}. */
@NullMarked
package dev.enclave.benchmarks.admission;

import org.jspecify.annotations.NullMarked;
