package dev.enclave.docker.internal.http;

import reactor.netty.http.client.HttpClientRequest;
import reactor.util.context.Context;

/**
 * Whether a request had a connection to be sent on, so that it may have been carried out. It travels in Reactor's context, as a callback of
 * the request's own would take a copy of the whole client's configuration.
 */
final class SentMark {

    private volatile boolean set;

    boolean isSet() {
        return set;
    }

    Context in(Context context) {
        return context.put(SentMark.class, this);
    }

    /** Called when a request has its connection. */
    static void of(HttpClientRequest request) {
        if (request.currentContextView().getOrDefault(SentMark.class, null) instanceof SentMark mark) {
            mark.set = true;
        }
    }
}
