package dev.enclave.docker.faults;

import dev.enclave.testing.proxy.Fault;
import dev.enclave.testing.proxy.Tap;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes down what an engine answers, by method and path; of the same question asked twice, the last answer. */
final class Recording implements Tap {

    private static final Pattern REQUEST = Pattern.compile("^((?:GET|HEAD|POST|PUT|DELETE) [^ ?]+)\\S* HTTP/1\\.1\r\n");

    private final Map<String, Exchange> exchanges = new LinkedHashMap<>();
    private final Map<Integer, Exchange> current = new HashMap<>();

    /** Returns what names a request line, without its query, which may contain times and new names; null if it is none. */
    static String key(String text) {
        Matcher matcher = REQUEST.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    @Override
    public synchronized void passed(int connection, Fault.Side side, byte[] bytes) {
        if (side == Fault.Side.REQUEST) {
            String key = key(new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.ISO_8859_1));
            if (key != null) {
                Exchange next = new Exchange();
                exchanges.put(key, next);
                current.put(connection, next);
            }
            current.get(connection).request(bytes);
        } else {
            current.get(connection).answer(bytes);
        }
    }

    @Override
    public synchronized void ended(int connection, Fault.Side side) {
        Exchange last = current.get(connection);
        if (last != null && side == Fault.Side.REQUEST) {
            last.endOfInput();
        } else if (last != null) {
            last.endOfAnswer();
        }
    }

    /** Takes what was seen since the last call. */
    synchronized Map<String, Exchange> take() {
        Map<String, Exchange> taken = new LinkedHashMap<>(exchanges);
        exchanges.clear();
        return taken;
    }
}
