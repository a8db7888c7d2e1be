package dev.enclave.engine.internal.process;

import dev.enclave.docker.stream.StreamFrame;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A command that was started. */
public interface RunningCommand {

    /**
     * Whether its program runs, or has run. Some ways to start a command tell only after they have handed it out that it could not be
     * started; then its output ends with an error that says why.
     *
     * @return emits once that is known
     */
    Mono<Boolean> awaitStart();

    /**
     * Its output, for one subscriber. Honours demand down to the pipe in the sandbox until the command is being killed; from then on
     * what is not requested is dropped beyond a bound, as a stalled stream would hold up the exits of the container's other processes.
     */
    Flux<StreamFrame> output();

    /**
     * Feeds its standard input and then ends it.
     *
     * @param input the bytes, requested as the command reads
     * @return completes when all is written, or the command no longer reads; signals only the errors of {@code input}. Cancelling stops
     *     feeding
     */
    Mono<Void> feed(Publisher<byte[]> input);

    /** How its own process ended, once it has, however long that takes. */
    Mono<ProcessExit> exit();

    /**
     * Sends a signal to its own process; with a terminal, to the process group in its foreground.
     *
     * @param number the signal's number on Linux
     * @return completes when it is sent; also when the process has already ended
     */
    Mono<Void> signal(int number);

    /**
     * Tells its terminal another size; without a terminal this does nothing.
     *
     * @param rows the height in characters
     * @param columns the width in characters
     * @return completes when the request is sent
     */
    Mono<Void> resize(int rows, int columns);

    /**
     * Ends its whole process tree: TERM, the grace period, KILL; children that changed session or lost their parent included.
     *
     * @param grace the time between TERM and KILL; that of the first call counts
     * @return completes when no process of the tree is left. Shared by all callers and not cancelled by any. When that cannot be
     *     achieved the whole sandbox is killed
     */
    Mono<Void> kill(Duration grace);

    /** Whether output was dropped while the command was being killed. */
    boolean outputLost();

    /** Frees what following the command needs, when it has ended. */
    Mono<Void> release();
}
