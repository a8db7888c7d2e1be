/**
 * The report of the last results: a page with the goals and every row, and its charts. Which goals are met is computed from the rows; only what limits a
 * missed one is written by hand, in the resource {@code what-limits.md}. The entry is {@link dev.enclave.benchmarks.report.Report}.
 */
@NullMarked
package dev.enclave.benchmarks.report;

import org.jspecify.annotations.NullMarked;
