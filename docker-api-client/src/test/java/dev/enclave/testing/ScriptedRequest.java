package dev.enclave.testing;

import java.util.Map;

/**
 * A request that a {@link ScriptedEngine} read.
 *
 * @param line the request line, for example {@code GET /v1.41/info HTTP/1.1}
 * @param headers the headers, names in lower case
 * @param body the body, without the marks of chunks
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ScriptedRequest(String line, Map<String, String> headers, byte[] body) {

    /** Returns the method and the target, without the protocol. */
    public String target() {
        return line.substring(0, line.lastIndexOf(' '));
    }
}
