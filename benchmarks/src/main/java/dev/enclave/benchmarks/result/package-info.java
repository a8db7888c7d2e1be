/**
 * What was measured: rows of medians with their spread and their ratios to the floor and to docker-java, the machine beside them, and the
 * files that keep both. Values only; nothing here measures. Files are read and written on the calling thread.
 */
@NullMarked
package dev.enclave.benchmarks.result;

import org.jspecify.annotations.NullMarked;
