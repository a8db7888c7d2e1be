package dev.enclave.docker.internal.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each request at DEBUG; at TRACE also what is sent and answered, without secrets (see {@link Redaction}). */
final class RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.enclave.request");

    private RequestLog() {}

    static void sending(ApiRequest request, byte[] body, String what) {
        if (LOG.isTraceEnabled()) {
            LOG.trace(
                    "{} ({}) query '{}' headers {} body {}",
                    request.operation(),
                    what,
                    Redaction.query(request.query()),
                    Redaction.headers(request.headers()),
                    Redaction.body(body));
        }
    }

    static void answered(ApiRequest request, ApiAnswer answer) {
        LOG.debug("{} -> {}", request.operation(), answer.status());
        if (LOG.isTraceEnabled()) {
            LOG.trace("{} -> {} {}", request.operation(), answer.status(), Redaction.body(answer.body()));
        }
    }

    /** The head of an answer whose body is a stream. */
    static void opened(ApiRequest request) {
        LOG.debug("{} (stream)", request.operation());
    }
}
