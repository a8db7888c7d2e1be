package dev.enclave.docker.internal.http;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer of the engine.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the whole body
 */
@SuppressWarnings("ArrayRecordComponent") // internal carrier, never compared
public record ApiAnswer(int status, HttpHeaders headers, byte[] body) {

    /** A header's value, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
