package dev.enclave.examples.shell;

import dev.enclave.engine.TerminalSize;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The terminal that this process was started in, in raw mode. Java can neither set that nor hear of a change of the size, so a small shell
 * does both, and tells sizes on its standard output. It restores the terminal when its standard input ends: also when this process is
 * killed.
 */
final class LocalTerminal {

    /**
     * Signals that are meant for this process must not end the shell before it has restored the terminal. Traps run only while it waits
     * for a child, not while it reads: so a child reads.
     */
    private static final String KEEPER = """
            exec 3<&0 4>&1 </dev/tty >/dev/tty 2>/dev/null
            saved=$(stty -g) || exit 1
            trap '' INT QUIT TERM HUP TSTP
            trap 'stty size >&4' WINCH
            cat <&3 >/dev/null &
            stty raw -echo
            stty size >&4
            while kill -0 $!; do wait $!; done
            stty "$saved"
            """;

    /** A thread of its own, for reads that cannot be interrupted, see {@link StandardStreams}. */
    private static final Scheduler SIZES = Schedulers.newSingle("enclave-shell-sizes", true);

    private final Process keeper;
    private final TerminalSize size;
    private final Flux<TerminalSize> changes;

    private LocalTerminal(Process keeper, TerminalSize size, Flux<TerminalSize> changes) {
        this.keeper = keeper;
        this.size = size;
        this.changes = changes;
    }

    /** Whether standard input and output are a terminal. */
    static Mono<Boolean> isPresent() {
        return blocking(() -> new ProcessBuilder("sh", "-c", "test -t 0 && test -t 1")
                        .inheritIO()
                        .start()
                        .waitFor()
                == 0);
    }

    /** Sets raw mode: until {@link #restore}, the terminal passes every key on, and shows nothing by itself. */
    static Mono<LocalTerminal> open() {
        return blocking(() -> new ProcessBuilder("sh", "-c", KEEPER)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start())
                .flatMap(LocalTerminal::of);
    }

    private static Mono<LocalTerminal> of(Process keeper) {
        Flux<TerminalSize> sizes = sizes(keeper.inputReader(StandardCharsets.US_ASCII));
        return sizes.next()
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the terminal cannot be set to raw mode")))
                .map(size -> new LocalTerminal(keeper, size, sizes));
    }

    /** A terminal that does not know its size says that it has no rows and columns. */
    private static Flux<TerminalSize> sizes(BufferedReader lines) {
        return Flux.<String>generate(sink -> {
                    try {
                        String line = lines.readLine();
                        if (line == null) {
                            sink.complete();
                        } else {
                            sink.next(line);
                        }
                    } catch (IOException e) {
                        sink.error(new UncheckedIOException(e));
                    }
                })
                .subscribeOn(SIZES)
                .map(line -> line.split(" "))
                .map(words -> words[0].equals("0") || words[1].equals("0")
                        ? TerminalSize.DEFAULT
                        : new TerminalSize(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
    }

    /** Its size when it was opened. */
    TerminalSize size() {
        return size;
    }

    /** Its later sizes, for one subscriber; does not end before {@link #restore}. */
    Flux<TerminalSize> changes() {
        return changes;
    }

    /** Restores the mode that it had; completes when it has. */
    Mono<Void> restore() {
        return blocking(() -> {
                    keeper.getOutputStream().close();
                    return keeper.waitFor();
                })
                .then();
    }

    private static <T> Mono<T> blocking(Callable<T> access) {
        return Mono.fromCallable(access).subscribeOn(Schedulers.boundedElastic());
    }
}
