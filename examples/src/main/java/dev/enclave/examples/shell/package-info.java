/** {@code ./enclave shell}: a terminal, or a pipe, into a fresh sandbox. */
@NullMarked
package dev.enclave.examples.shell;

import org.jspecify.annotations.NullMarked;
