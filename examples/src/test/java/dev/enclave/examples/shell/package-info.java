/** The shell as its users meet it: as a process, on a terminal and with pipes. */
@NullMarked
package dev.enclave.examples.shell;

import org.jspecify.annotations.NullMarked;
