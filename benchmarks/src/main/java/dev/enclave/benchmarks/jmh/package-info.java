/**
 * Parts that need no engine, one by one, by JMH: throughput, and what is allocated. The entry is {@link
 * dev.enclave.benchmarks.jmh.JmhBenchmark}. Those that measure what only its own package sees are in a package of the same name in this module.
 */
@NullMarked
package dev.enclave.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
