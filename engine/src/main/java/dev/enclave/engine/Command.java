package dev.enclave.engine;

import dev.enclave.engine.internal.process.CommandChecks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A command to be run in a sandbox; immutable, can be run many times.
 *
 * @param argv the program and its arguments
 * @param environment variables, added to the sandbox's own
 * @param workingDirectory where it runs, absolute; null for the sandbox's working directory
 * @param user user name or id, optionally {@code :group}; null for the sandbox's user
 * @param stdin what it reads on standard input, subscribed at each run; null for no input at all
 * @param timeout how long it may run; null for no limit. Then the whole process tree is ended
 * @param grace how long its processes have between TERM and KILL; default 5 s
 * @param outputLimit how many bytes of standard output, and of standard error, {@code exec} keeps; default 1 MiB each. What comes
 *     beyond is read and dropped
 * @param tty whether it has a terminal; everything it prints is standard output then
 */
public record Command(
        List<String> argv,
        Map<String, String> environment,
        @Nullable String workingDirectory,
        @Nullable String user,
        @Nullable Publisher<byte[]> stdin,
        @Nullable Duration timeout,
        Duration grace,
        int outputLimit,
        boolean tty) {

    /** How long processes have between TERM and KILL, unless a command says otherwise. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

    /** How many bytes of each stream are kept, unless a command says otherwise. */
    public static final int DEFAULT_OUTPUT_LIMIT = 1024 * 1024;

    /** Checks all values and copies the collections. */
    public Command {
        argv = CommandChecks.argv(argv);
        environment = CommandChecks.environment(environment);
        workingDirectory = CommandChecks.workingDirectory(workingDirectory);
        user = CommandChecks.user(user);
        timeout = CommandChecks.timeout(timeout);
        grace = CommandChecks.grace(grace);
        if (outputLimit < 0) {
            throw new IllegalArgumentException("outputLimit must be 0 or more bytes: " + outputLimit);
        }
    }

    /**
     * A program with arguments, run as it is, without a shell.
     *
     * @param argv the program and its arguments
     * @return the command
     * @throws IllegalArgumentException if there is no program, or an argument has a NUL character
     */
    public static Command of(String... argv) {
        return of(List.of(argv));
    }

    /**
     * A program with arguments, run as it is, without a shell.
     *
     * @param argv the program and its arguments
     * @return the command
     * @throws IllegalArgumentException if there is no program, or an argument has a NUL character
     */
    public static Command of(List<String> argv) {
        return new Command(argv, Map.of(), null, null, null, null, DEFAULT_GRACE, DEFAULT_OUTPUT_LIMIT, false);
    }

    /**
     * A line that {@code /bin/sh} interprets.
     *
     * @param line the line, or several
     * @return the command
     * @throws IllegalArgumentException if it is blank
     */
    public static Command shell(String line) {
        Objects.requireNonNull(line, "line");
        if (line.isBlank()) {
            throw new IllegalArgumentException("a shell line must not be blank");
        }
        // Without the dashes a line that begins with '-' or '+' would be options of the shell.
        return of("/bin/sh", "-c", "--", line);
    }

    /**
     * Returns a copy with one more environment variable.
     *
     * @param name its name, without {@code =}
     * @param value its value
     * @return the changed copy
     */
    public Command withEnv(String name, String value) {
        Map<String, String> extended = new LinkedHashMap<>(environment);
        extended.put(name, value);
        return new Command(argv, extended, workingDirectory, user, stdin, timeout, grace, outputLimit, tty);
    }

    /**
     * Returns a copy that runs in another directory.
     *
     * @param directory the directory, absolute
     * @return the changed copy
     */
    public Command withWorkingDirectory(String directory) {
        return new Command(argv, environment, directory, user, stdin, timeout, grace, outputLimit, tty);
    }

    /**
     * Returns a copy that runs as another user.
     *
     * @param value user name or id, optionally {@code :group}
     * @return the changed copy
     */
    public Command withUser(String value) {
        return new Command(argv, environment, workingDirectory, value, stdin, timeout, grace, outputLimit, tty);
    }

    /**
     * Returns a copy that reads a stream on its standard input, which ends with it.
     *
     * @param value the bytes; subscribed at each run, requested as the command reads
     * @return the changed copy
     */
    public Command withStdin(Publisher<byte[]> value) {
        return new Command(argv, environment, workingDirectory, user, value, timeout, grace, outputLimit, tty);
    }

    /**
     * Returns a copy that reads a text on its standard input.
     *
     * @param text the text, sent as UTF-8
     * @return the changed copy
     */
    public Command withStdin(String text) {
        Objects.requireNonNull(text, "text");
        return withStdin(Flux.defer(() -> Flux.just(text.getBytes(StandardCharsets.UTF_8))));
    }

    /**
     * Returns a copy with a time limit.
     *
     * @param value how long it may run
     * @return the changed copy
     */
    public Command withTimeout(Duration value) {
        return new Command(argv, environment, workingDirectory, user, stdin, value, grace, outputLimit, tty);
    }

    /**
     * Returns a copy with another grace period.
     *
     * @param value how long its processes have between TERM and KILL; zero kills at once
     * @return the changed copy
     */
    public Command withGrace(Duration value) {
        return new Command(argv, environment, workingDirectory, user, stdin, timeout, value, outputLimit, tty);
    }

    /**
     * Returns a copy with another limit of the output that {@code exec} keeps.
     *
     * @param bytes how many bytes of each stream
     * @return the changed copy
     */
    public Command withOutputLimit(int bytes) {
        return new Command(argv, environment, workingDirectory, user, stdin, timeout, grace, bytes, tty);
    }

    /** {@return a copy that has a terminal} */
    public Command withTty() {
        return new Command(argv, environment, workingDirectory, user, stdin, timeout, grace, outputLimit, true);
    }

    /** {@return the program and its arguments, without environment or input} */
    @Override
    public String toString() {
        return "Command" + argv;
    }
}
