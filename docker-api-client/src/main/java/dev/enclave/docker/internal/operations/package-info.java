/**
 * Internal: the operations of each feature, over HTTP. Not for users; may change at any time.
 */
@NullMarked
package dev.enclave.docker.internal.operations;

import org.jspecify.annotations.NullMarked;
