package dev.enclave.docker.faults;

import java.util.Map;

/**
 * An operation, what an engine answered, and how it ended then.
 *
 * @param operation the operation
 * @param exchanges the answers by method and path
 * @param outcome how it ended
 */
record Recorded(Operation operation, Map<String, Exchange> exchanges, Outcome outcome) {

    long requestLength() {
        return exchanges.values().stream().mapToLong(Exchange::requestLength).sum();
    }

    long answerLength() {
        return exchanges.values().stream()
                .mapToLong(exchange -> exchange.bytes().length)
                .sum();
    }
}
