package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The attached stream that ties a sandbox to this process: its main process ends at the end of its standard input, which comes when this
 * process dies in whichever way. The stream also tells when the sandbox is ready, and when it has ended.
 */
final class Lease {

    /** What the main process prints when the sandbox is ready. */
    static final String READY = "enclave-ready";

    private static final int KEPT_CHARACTERS = 4096;

    private final DuplexStream stream;
    private final StringBuilder printed = new StringBuilder();
    private final Sinks.Empty<Void> ready = Sinks.empty();
    private final Sinks.Empty<Void> ended = Sinks.empty();

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
        if (printed.length() < KEPT_CHARACTERS) {
            printed.append(frame.text());
        }
        if (printed.indexOf(READY) >= 0) {
            ready.tryEmitEmpty();
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

    /** Lets go of the sandbox: an ephemeral one ends. */
    void release() {
        stream.dispose();
    }
}
