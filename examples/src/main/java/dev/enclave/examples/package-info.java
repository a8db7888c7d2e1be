/**
 * Small programs that use the engine, one class each: {@link dev.enclave.examples.Examples} runs them. They compose publishers and block
 * nowhere but in the one {@code main}.
 */
@NullMarked
package dev.enclave.examples;

import org.jspecify.annotations.NullMarked;
