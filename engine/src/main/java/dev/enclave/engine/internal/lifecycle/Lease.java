package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.Timers;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The attached stream that ties a sandbox to this process: its main process ends at the end of its standard input, which comes when this
 * process dies in whichever way. The stream also tells when the sandbox is ready, and when it has ended, and the main process answers a
 * question over it ({@link MainProcess}).
 */
final class Lease {

    /** What the main process prints when the sandbox is ready. */
    static final String READY = "enclave-ready";

    /** What the answer of the main process begins with, before the question's number and the count. */
    static final String KILLS = "enclave-kills";

    /** The answer that is none. */
    static final long UNKNOWN = -1;

    private static final Pattern ANSWER = Pattern.compile(KILLS + " (\\d{1,18}) (\\d{0,18})");
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);
    private static final int KEPT_CHARACTERS = 4096;

    private final DuplexStream stream;
    private final StringBuilder printed = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private final Sinks.Empty<Void> ready = Sinks.empty();
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final AtomicLong questions = new AtomicLong();
    private final Map<Long, Sinks.One<Long>> waiting = new ConcurrentHashMap<>();

    Lease(DuplexStream stream) {
        this.stream = stream;
    }

    /** Reads the stream to its end; has to be subscribed for the lease to tell anything. */
    Mono<Void> watch() {
        return stream.output().doOnNext(this::read).then().onErrorComplete().doFinally(signal -> {
            ready.tryEmitError(new IllegalStateException(
                    "its main process ended: " + printed.toString().strip()));
            ended.tryEmitEmpty();
        });
    }

    private void read(StreamFrame frame) {
        String text = frame.text();
        if (printed.length() < KEPT_CHARACTERS) {
            printed.append(text);
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                readLine(line.toString());
                line.setLength(0);
            } else if (line.length() < KEPT_CHARACTERS) {
                line.append(text.charAt(i));
            }
        }
    }

    private void readLine(String text) {
        if (text.equals(READY)) {
            ready.tryEmitEmpty();
        }
        Matcher answer = ANSWER.matcher(text);
        if (answer.matches()) {
            Sinks.One<Long> asked = waiting.get(Long.valueOf(answer.group(1)));
            if (asked != null) {
                asked.tryEmitValue(answer.group(2).isEmpty() ? UNKNOWN : Long.parseLong(answer.group(2)));
            }
        }
    }

    /** Completes when the sandbox is ready; signals an error when it ends before. */
    Mono<Void> ready() {
        return ready.asMono();
    }

    /** Completes when the main process has ended, or the connection to it. */
    Mono<Void> ended() {
        return ended.asMono();
    }

    /**
     * Emits how many processes of the sandbox the kernel has killed for want of memory; {@link #UNKNOWN} when the main process does not
     * know, or does not answer in time, as commands of its own user can stop it.
     */
    Mono<Long> memoryKills() {
        return Mono.defer(() -> {
            Long question = questions.incrementAndGet();
            Sinks.One<Long> answer = Sinks.one();
            waiting.put(question, answer);
            return stream.write(Mono.just((question + "\n").getBytes(StandardCharsets.US_ASCII)))
                    .then(answer.asMono())
                    .takeUntilOther(ended.asMono())
                    .timeout(ANSWER_TIMEOUT, Timers.scheduler())
                    .onErrorComplete()
                    .defaultIfEmpty(UNKNOWN)
                    .doFinally(signal -> waiting.remove(question));
        });
    }

    /** Lets go of the sandbox: an ephemeral one ends. */
    void release() {
        stream.dispose();
    }
}
