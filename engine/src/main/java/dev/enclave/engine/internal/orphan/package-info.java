/**
 * Internal: what removes the sandboxes of a process that was killed between a create and a start, which no lease can. Not for users; may
 * change at any time.
 */
@NullMarked
package dev.enclave.engine.internal.orphan;

import org.jspecify.annotations.NullMarked;
