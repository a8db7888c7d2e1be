/**
 * Internal: certificates and keys as Netty wants them, and what a failed handshake means. Not for users; may change at any time.
 */
@NullMarked
package dev.enclave.docker.internal.tls;

import org.jspecify.annotations.NullMarked;
