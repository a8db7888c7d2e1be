/**
 * Internal: the built-in tools. Not for users; may change at any time.
 */
@NullMarked
package dev.enclave.engine.internal.tool;

import org.jspecify.annotations.NullMarked;
