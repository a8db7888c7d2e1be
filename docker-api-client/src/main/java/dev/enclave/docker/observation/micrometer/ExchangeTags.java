package dev.enclave.docker.observation.micrometer;

import dev.enclave.docker.observation.ExchangeEnd;
import dev.enclave.docker.observation.ExchangeRequest;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.Locale;

/** The tags of an exchange, of few values each. */
final class ExchangeTags {

    private static final String NO_ERROR = "none";

    private ExchangeTags() {}

    static KeyValues of(ExchangeRequest request) {
        return KeyValues.of("method", request.method(), "uri", request.template(), "kind", lower(request.kind()));
    }

    static KeyValues of(ExchangeEnd end) {
        return KeyValues.of("outcome", lower(end.outcome())).and(error(end));
    }

    /** As Micrometer itself names it. */
    static KeyValue error(ExchangeEnd end) {
        Throwable error = end.error();
        return KeyValue.of("error", error == null ? NO_ERROR : error.getClass().getSimpleName());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
