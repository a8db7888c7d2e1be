/** Each example is run, in this process or as a process of its own, and what it prints is looked at. */
@NullMarked
package dev.enclave.examples;

import org.jspecify.annotations.NullMarked;
