/**
 * Programs that measure, run by {@code ./enclave bench}. What is compared is measured in the same run, in turns, so that what else the
 * machine does meets all alike; what counts are the ratios. Threads: the main thread drives one measurement after the other and waits.
 */
@NullMarked
package dev.enclave.benchmarks;

import org.jspecify.annotations.NullMarked;
