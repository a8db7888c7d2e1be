/** Single requests. The entry is {@link dev.enclave.benchmarks.unary.UnaryBenchmark}. */
@NullMarked
package dev.enclave.benchmarks.unary;

import org.jspecify.annotations.NullMarked;
