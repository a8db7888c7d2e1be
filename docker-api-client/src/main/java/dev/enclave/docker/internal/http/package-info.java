/**
 * Internal: requests, pooled and dedicated connections, version negotiation, and the one place that turns answers into errors. Not
 * for users; may change at any time.
 */
@NullMarked
package dev.enclave.docker.internal.http;

import org.jspecify.annotations.NullMarked;
