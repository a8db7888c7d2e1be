package dev.enclave.docker.faults;

import dev.enclave.testing.ScriptedConnection;
import dev.enclave.testing.ScriptedEngine;
import dev.enclave.testing.ScriptedRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays an engine by giving the answers that one gave before, one of them spoilt if wanted. */
final class Replay implements ScriptedEngine.Script {

    private static final String PONG = "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK";

    private final AtomicInteger spoilt = new AtomicInteger();
    private volatile Map<String, Exchange> exchanges = Map.of();
    private volatile Spoiling spoiling;
    private volatile Exchange victim;
    private volatile long seed;

    /** Answers to an operation from now on. */
    void play(Recorded recorded) {
        spoiling = null;
        spoilt.set(0);
        exchanges = recorded.exchanges();
    }

    /** Spoils one of the answers, as often as it is given. */
    void spoil(Spoiling how, int index, long random) {
        seed = random;
        victim = List.copyOf(exchanges.values()).get(index);
        spoiling = how;
    }

    /** Lets answers be right again, and returns how many were not. */
    int heal() {
        spoiling = null;
        return spoilt.getAndSet(0);
    }

    @Override
    public void play(ScriptedConnection connection) throws IOException {
        try {
            for (ScriptedRequest request = connection.readRequest();
                    request != null;
                    request = connection.readRequest()) {
                Exchange exchange = exchanges.get(String.valueOf(Recording.key(request.line() + "\r\n")));
                if (exchange == null) {
                    connection.send(PONG);
                } else if (!answer(connection, exchange)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            // The request makes no sense; engines close such connections too.
            connection.close();
        }
    }

    private boolean answer(ScriptedConnection connection, Exchange exchange) throws IOException {
        byte[] answer = spoiltOrNot(exchange);
        if (exchange.isAfterInput()) {
            int head = Math.min(Exchange.headLength(answer), answer.length);
            connection.send(Arrays.copyOf(answer, head));
            connection.awaitEnd();
            connection.send(Arrays.copyOfRange(answer, head, answer.length));
        } else {
            connection.send(answer);
        }
        if (exchange.closes()) {
            connection.endOutput();
            connection.awaitEnd();
            return false;
        }
        return true;
    }

    private byte[] spoiltOrNot(Exchange exchange) {
        Spoiling how = spoiling;
        byte[] answer = exchange.bytes();
        if (how == null || exchange != victim) {
            return answer;
        }
        byte[] other = how.spoil(answer, new Random(seed));
        if (!Arrays.equals(other, answer)) {
            spoilt.incrementAndGet();
        }
        return other;
    }
}
