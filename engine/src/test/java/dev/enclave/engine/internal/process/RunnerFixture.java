package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.Command;
import dev.enclave.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** A container with a way to run commands in it, as a contract test sees it. */
interface RunnerFixture extends AutoCloseable {

    /** Bounds every wait in the tests. */
    Duration PATIENCE = Duration.ofSeconds(30);

    /** The way to run commands. */
    CommandRunner runner();

    /** Whether the last resort was used: the whole sandbox was killed. */
    boolean sandboxKilled();

    /**
     * Whether output that a stalled reader does not take while its command is killed is dropped, because it would hold up other commands;
     * otherwise it waits for the reader.
     */
    boolean losesOutputThatNobodyReads();

    /** Whether an exit tells of signals and of CPU time and memory. */
    default boolean tellsSignalsAndUsage() {
        return false;
    }

    /** Whether a terminal has its size before the program can ask for it. */
    default boolean knowsTheSizeOfATerminalAtOnce() {
        return false;
    }

    /** Whether a kill finds processes that have neither their parent nor their environment any more. */
    default boolean findsOrphansWithoutEnvironment() {
        return false;
    }

    /** Whether every tree is ended where it is, so that the last resort, to kill the whole sandbox, is never needed. */
    default boolean endsEveryTree() {
        return false;
    }

    /** Waits until nothing goes on in the background. */
    void awaitBackground();

    /** Removes the container. */
    @Override
    void close();

    /** What a container has to be like. */
    record Needs(int pids, boolean shell) {
        static final Needs NOTHING_SPECIAL = new Needs(256, true);
        static final Needs FEW_PROCESSES = new Needs(64, true);
        static final Needs NO_SHELL = new Needs(256, false);
    }

    /** A command that has ended by itself. */
    record Ran(int code, String stdout, String stderr) {}

    /** Runs a command to its end. */
    default Ran run(Command command) {
        return Mono.usingWhen(
                        runner().start(command),
                        running -> follow(command, running),
                        RunningCommand::release,
                        (running, error) -> running.kill(Duration.ZERO),
                        running -> running.kill(Duration.ZERO))
                .block(PATIENCE);
    }

    private static Mono<Ran> follow(Command command, RunningCommand running) {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        Publisher<byte[]> stdin = command.stdin();
        Mono<Void> fed = stdin == null ? Mono.empty() : running.feed(stdin);
        return running.output()
                .doOnNext(frame ->
                        (frame.source() == StreamFrame.Source.STDERR ? stderr : stdout).writeBytes(frame.bytes()))
                .takeUntilOther(fed.then(Mono.never()))
                .then(running.exit())
                .map(exit -> new Ran(
                        exit.code(), stdout.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8)));
    }

    /** Makes an image without a shell of it. */
    default void removeShell() {
        run(Command.of("/bin/busybox", "rm", "/bin/sh"));
    }

    /** Starts a command that the test then deals with. */
    default RunningCommand start(Command command) {
        return runner().start(command).block(PATIENCE);
    }

    /** Starts a command and waits until so many processes {@code sleep N} of it live. */
    default RunningCommand start(Command command, int sleeps, int seconds) {
        RunningCommand running = start(command);
        awaitSleeps(sleeps, seconds);
        return running;
    }

    /** Waits until so many processes {@code sleep N} live. */
    default void awaitSleeps(int wanted, int seconds) {
        Eventually.get("processes 'sleep " + seconds + "'", () -> sleeps(seconds), count -> count == wanted);
    }

    /** How many processes {@code sleep N} live. */
    default long sleeps(int seconds) {
        return processes("sleep " + seconds).stream()
                .filter(line -> line.matches(".*[ /]sleep " + seconds) && !line.contains(" -c "))
                .count();
    }

    /** Fails unless no process lives whose command line contains a token: now, not in a moment. */
    default void requireNone(String token) {
        assertThat(processes(token)).isEmpty();
    }

    /** Fails unless no process lives whose command line contains a token, or the whole sandbox was killed where that may be. */
    default void requireEnded(String token) {
        assertThat(sandboxKilled() && endsEveryTree())
                .as("the sandbox was killed, though every tree can be ended")
                .isFalse();
        if (!sandboxKilled()) {
            requireNone(token);
        }
    }

    /** The command lines of the processes whose command line contains a token. */
    default List<String> processes(String token) {
        // One process without children: nothing of it has the token on its command line, and it runs where there is no
        // shell.
        Ran listing = run(Command.of("/bin/busybox", "ps", "-o", "pid,stat,args"));
        return listing.stdout().lines().filter(line -> line.contains(token)).toList();
    }
}
