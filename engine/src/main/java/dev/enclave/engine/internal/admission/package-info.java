/**
 * Internal: lets in a bounded number at a time, in the order of arrival. Bounds the commands of a sandbox and the engine's calls. Not for
 * users; may change at any time.
 */
@NullMarked
package dev.enclave.engine.internal.admission;

import org.jspecify.annotations.NullMarked;
