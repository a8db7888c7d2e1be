/**
 * Internal: the Netty side of long-lived connections (hijacking, framing, demand). Everything here is confined to the channel's event
 * loop. Not for users; may change at any time.
 */
@NullMarked
package dev.enclave.docker.internal.stream;

import org.jspecify.annotations.NullMarked;
