/**
 * Internal: work that goes on when its subscriber has gone, such as the removal of a container whose creation was cancelled. It has an
 * owner here, which logs its failures and waits for it when the engine is closed. Not for users; may change at any time.
 */
@NullMarked
package dev.enclave.engine.internal.background;

import org.jspecify.annotations.NullMarked;
