package dev.enclave.docker.observation;

import java.util.Objects;

/**
 * What is asked of the engine.
 *
 * @param method the HTTP method
 * @param template the path as the API's reference has it, with {@code {id}} for names and ids: of these there are few, so that it can
 *     be a tag of a metric
 * @param path the path itself, without version and query
 * @param kind the shape of the exchange
 */
public record ExchangeRequest(String method, String template, String path, Kind kind) {

    /** The shape of an exchange. */
    public enum Kind {
        /** A short request whose answer is read whole; it ends with the answer. */
        UNARY,
        /** A streamed body; it ends with the answer. */
        UPLOAD,
        /** An answer that is a stream; it ends with the stream. */
        STREAM,
        /** A connection that carries bytes both ways; it ends with the connection. */
        DUPLEX
    }

    /** Checks that all are there. */
    public ExchangeRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(kind, "kind");
    }
}
