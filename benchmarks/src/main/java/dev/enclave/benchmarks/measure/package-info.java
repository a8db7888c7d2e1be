/**
 * How things are measured: benchmarks and what they are told, rounds in which the subjects take turns, work that is done some number of
 * times at once, and the clocks. The calling thread drives one measurement after the other; {@link dev.enclave.benchmarks.measure.Load} has threads
 * of its own for blocking work.
 */
@NullMarked
package dev.enclave.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
