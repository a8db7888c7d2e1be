/** Files by the archive calls. The entry is {@link dev.enclave.benchmarks.archive.ArchiveBenchmark}. */
@NullMarked
package dev.enclave.benchmarks.archive;

import org.jspecify.annotations.NullMarked;
