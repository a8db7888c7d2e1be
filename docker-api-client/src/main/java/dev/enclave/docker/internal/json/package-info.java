/**
 * Internal: binding of JSON to records and splitting of JSON streams. Not for users; may change at any time.
 */
@NullMarked
package dev.enclave.docker.internal.json;

import org.jspecify.annotations.NullMarked;
