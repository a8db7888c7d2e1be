/**
 * Internal: creating, watching, finding and removing the containers behind sandboxes. Not for users; may change at any time.
 */
@NullMarked
package dev.enclave.engine.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
