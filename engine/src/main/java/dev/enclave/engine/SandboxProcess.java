package dev.enclave.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A command that was started in a sandbox. It outlives the call that started it, and ends by itself, by its time limit, by {@link #kill()},
 * or with its sandbox. Thread-safe.
 *
 * <p>All operations are cold. What is asked of a process that has ended is not an error: it just has no effect.
 */
public interface SandboxProcess {

    /** {@return its id: short, and unique in its sandbox} */
    String id();

    /** {@return the command that it runs} */
    Command command();

    /** {@return whether it was started in the background} */
    boolean isBackground();

    /** {@return whether it has not ended} */
    boolean isRunning();

    /** {@return how it ended; empty while it runs} */
    Optional<Outcome> outcome();

    /**
     * Emits what it prints, standard output and standard error in the order of their arrival.
     *
     * <p>Of a process that was {@linkplain Sandbox#start started}: to one subscriber, whose demand reaches the pipe in the sandbox. A
     * process whose output nobody requests blocks in a write when the pipe is full. Cancelling does not end it: what it prints from then on
     * is dropped.
     *
     * <p>Of a process {@linkplain Sandbox#startInBackground in the background}: to any number of subscribers, each of which gets what is
     * retained and then what follows. {@link OutputChunk.Gap} says what is missing.
     *
     * @return the output, ending with exactly one {@link OutputChunk.End}. Signals what {@link #exit()} signals, and
     *     {@link IllegalStateException} to the second subscriber where there can be one only
     */
    Flux<OutputChunk> output();

    /**
     * Emits what it prints by lines, instead of {@link #output()}. The last one needs no line break.
     *
     * @return the lines, completing with the process however it ends: see {@link #exit()}. As to subscribers and demand, the same as the
     *     output
     */
    Flux<OutputLine> lines();

    /**
     * Writes to its standard input, for a command {@linkplain Command#withOpenStdin() with an open one}. Writes are done one after the other, in the order of
     * their subscriptions; each that waits is kept by its subscriber only.
     *
     * @param bytes the bytes; the next piece is requested when the one before is on its way, so that a process that does not read stops
     *     the publisher
     * @return completes when the last piece is on its way, or the process no longer reads. Cancelling stops it. Signals the errors of
     *     {@code bytes}, which do not end the input, and {@link IllegalStateException} when the input is not open or was ended
     */
    Mono<Void> write(Publisher<byte[]> bytes);

    /**
     * Writes a text to its standard input.
     *
     * @param text the text, sent as UTF-8
     * @return as {@link #write(Publisher)}
     */
    default Mono<Void> write(String text) {
        return write(Mono.fromSupplier(() -> text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes to its standard input, and then ends it.
     *
     * @param bytes the bytes
     * @return as {@link #write(Publisher)}
     */
    default Mono<Void> stdin(Publisher<byte[]> bytes) {
        return write(bytes).then(endStdin());
    }

    /**
     * Ends its standard input, behind what is being written; its output goes on. On a terminal this sends the end-of-file character.
     *
     * @return completes when that is asked for; also when it has been ended before. Signals {@link IllegalStateException} when the input
     *     was never open
     */
    Mono<Void> endStdin();

    /**
     * Sends a signal to its own process; with a terminal, to the process group in its foreground.
     *
     * @param signal the signal
     * @return completes when it is sent. Signals {@link SandboxException} when it cannot be
     */
    Mono<Void> signal(Signal signal);

    /**
     * Tells its terminal another size; without a terminal this does nothing.
     *
     * @param size the size
     * @return completes when that is sent
     */
    Mono<Void> resize(TerminalSize size);

    /**
     * Waits for its end: of its own process, and of its output where somebody reads that.
     *
     * @return how it ended; the same for all subscribers, also later ones. Signals {@link SandboxException} when that cannot be known,
     *     because the connection to it broke, and the error of the publisher that feeds its input; it has been killed then
     */
    Mono<OutputChunk.End> exit();

    /**
     * Ends its whole process tree: TERM, the grace period of its command, KILL. When its own process has already ended, what is left of the
     * tree is ended.
     *
     * @return completes when no process of the tree is left. Goes on when a subscriber cancels
     */
    default Mono<Void> kill() {
        return kill(command().grace());
    }

    /**
     * Ends its whole process tree: TERM, the grace period, KILL.
     *
     * @param grace the time between TERM and KILL; zero kills at once. That of the first call counts
     * @return as {@link #kill()}
     */
    Mono<Void> kill(Duration grace);
}
