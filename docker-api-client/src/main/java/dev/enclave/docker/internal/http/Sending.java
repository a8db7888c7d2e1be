package dev.enclave.docker.internal.http;

import java.time.Duration;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientRequest;
import reactor.util.context.Context;

/**
 * One request on its way: it tells its connection how long to wait for the answer, and hears whether there was a connection, so that it may
 * have been carried out. It travels in Reactor's context, as settings and callbacks of the request's own would each take a copy of the
 * whole client's configuration.
 */
final class Sending {

    private final Duration patience;
    private volatile boolean sent;

    /** A request whose answer is waited for so long, from the moment when it has been sent whole. */
    Sending(Duration patience) {
        this.patience = patience;
    }

    boolean isSent() {
        return sent;
    }

    Context in(Context context) {
        return context.put(Sending.class, this);
    }

    /** Called when a request has its connection, on the event loop of that. */
    static void on(HttpClientRequest request, Connection connection) {
        if (request.currentContextView().getOrDefault(Sending.class, null) instanceof Sending sending) {
            sending.sent = true;
            AnswerTimeout.expect(connection.channel(), sending.patience);
        }
    }
}
