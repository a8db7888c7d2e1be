/** Tests of the built-in tools: with a scripted sandbox, and in real ones. */
@NullMarked
package dev.enclave.engine.internal.tool;

import org.jspecify.annotations.NullMarked;
