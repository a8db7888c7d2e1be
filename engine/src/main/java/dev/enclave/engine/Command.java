package dev.enclave.engine;

import dev.enclave.engine.internal.process.CommandChecks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
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
 * @param stdin what it reads on standard input, subscribed at each run; null for no input, or an open one
 * @param openStdin whether its standard input stays open for {@link SandboxProcess#write(String)} and its like
 * @param timeout how long it may run; null for no limit. Then the whole process tree is ended
 * @param grace how long its processes have between TERM and KILL; default 5 s
 * @param outputLimit how much of standard output, and of standard error, {@code exec} keeps; default 1 MiB each
 * @param retainedOutput how many bytes of its output, both streams together, are kept of it as a background process; default 1 MiB
 * @param terminal the first size of its terminal; null when it has none. With one, everything it prints is standard output
 */
public record Command(
        List<String> argv,
        Map<String, String> environment,
        @Nullable String workingDirectory,
        @Nullable String user,
        @Nullable Publisher<byte[]> stdin,
        boolean openStdin,
        @Nullable Duration timeout,
        Duration grace,
        OutputLimit outputLimit,
        int retainedOutput,
        @Nullable TerminalSize terminal) {

    /** How long processes have between TERM and KILL, unless a command says otherwise. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

    /** How many bytes of a background process's output are kept, unless a command says otherwise. */
    public static final int DEFAULT_RETAINED_OUTPUT = 1024 * 1024;

    private static final int LEAST_RETAINED_OUTPUT = 1024;

    /** Checks all values and copies the collections. */
    public Command {
        argv = CommandChecks.argv(argv);
        environment = CommandChecks.environment(environment);
        workingDirectory = CommandChecks.workingDirectory(workingDirectory);
        user = CommandChecks.user(user);
        timeout = CommandChecks.timeout(timeout);
        grace = CommandChecks.grace(grace);
        Objects.requireNonNull(outputLimit, "outputLimit");
        if (retainedOutput < LEAST_RETAINED_OUTPUT) {
            throw new IllegalArgumentException(
                    "at least " + LEAST_RETAINED_OUTPUT + " bytes of output are retained: " + retainedOutput);
        }
        if (openStdin && stdin != null) {
            throw new IllegalArgumentException("standard input is either fed by a publisher or left open, not both");
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
        return new Draft(argv).toCommand();
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
        return changed(draft -> draft.environment = extended);
    }

    /**
     * Returns a copy that runs in another directory.
     *
     * @param directory the directory, absolute
     * @return the changed copy
     */
    public Command withWorkingDirectory(String directory) {
        return changed(draft -> draft.workingDirectory = directory);
    }

    /**
     * Returns a copy that runs as another user.
     *
     * @param value user name or id, optionally {@code :group}
     * @return the changed copy
     */
    public Command withUser(String value) {
        return changed(draft -> draft.user = value);
    }

    /**
     * Returns a copy that reads a stream on its standard input, which ends with it.
     *
     * @param value the bytes; subscribed at each run, requested as the command reads
     * @return the changed copy
     */
    public Command withStdin(Publisher<byte[]> value) {
        Objects.requireNonNull(value, "stdin");
        return changed(draft -> {
            draft.stdin = value;
            draft.openStdin = false;
        });
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
     * Returns a copy whose standard input stays open: whoever {@linkplain Sandbox#start starts} it writes to the process, and ends the
     * input.
     *
     * @return the changed copy
     */
    public Command withOpenStdin() {
        return changed(draft -> {
            draft.stdin = null;
            draft.openStdin = true;
        });
    }

    /** {@return whether it has a standard input, fed by a publisher or open; else it reads the end of it at once} */
    public boolean takesInput() {
        return openStdin || stdin != null;
    }

    /** {@return whether it has a terminal} */
    public boolean tty() {
        return terminal != null;
    }

    /**
     * Returns a copy with a time limit.
     *
     * @param value how long it may run
     * @return the changed copy
     */
    public Command withTimeout(Duration value) {
        return changed(draft -> draft.timeout = value);
    }

    /**
     * Returns a copy with another grace period.
     *
     * @param value how long its processes have between TERM and KILL; zero kills at once
     * @return the changed copy
     */
    public Command withGrace(Duration value) {
        return changed(draft -> draft.grace = value);
    }

    /**
     * Returns a copy with another limit of the output that {@code exec} keeps; which part of longer output is kept stays as it is.
     *
     * @param bytes how many bytes of each stream
     * @return the changed copy
     */
    public Command withOutputLimit(int bytes) {
        return withOutputLimit(new OutputLimit(bytes, outputLimit.keep()));
    }

    /**
     * Returns a copy with another limit of the output that {@code exec} keeps.
     *
     * @param limit how much of each stream, and which part
     * @return the changed copy
     */
    public Command withOutputLimit(OutputLimit limit) {
        return changed(draft -> draft.outputLimit = limit);
    }

    /**
     * Returns a copy with another bound of the output that is kept of it when it runs {@linkplain Sandbox#startInBackground in the
     * background}.
     *
     * @param bytes how many bytes of both streams together, at least 1024. Each piece counts for a few bytes more than it has
     * @return the changed copy
     */
    public Command withRetainedOutput(int bytes) {
        return changed(draft -> draft.retainedOutput = bytes);
    }

    /** {@return a copy that has a terminal of 24 rows and 80 columns} */
    public Command withTty() {
        return withTty(TerminalSize.DEFAULT);
    }

    /**
     * Returns a copy that has a terminal.
     *
     * @param size its first size
     * @return the changed copy
     */
    public Command withTty(TerminalSize size) {
        Objects.requireNonNull(size, "size");
        return changed(draft -> draft.terminal = size);
    }

    private Command changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.toCommand();
    }

    /** {@return the program and its arguments, without environment or input} */
    @Override
    public String toString() {
        return "Command" + argv;
    }

    /** All values while one is changed: so that they are listed in one place. */
    private static final class Draft {
        private final List<String> argv;
        private Map<String, String> environment = Map.of();
        private @Nullable String workingDirectory;
        private @Nullable String user;
        private @Nullable Publisher<byte[]> stdin;
        private boolean openStdin;
        private @Nullable Duration timeout;
        private Duration grace = DEFAULT_GRACE;
        private OutputLimit outputLimit = OutputLimit.DEFAULT;
        private int retainedOutput = DEFAULT_RETAINED_OUTPUT;
        private @Nullable TerminalSize terminal;

        Draft(List<String> argv) {
            this.argv = argv;
        }

        Draft(Command from) {
            argv = from.argv;
            environment = from.environment;
            workingDirectory = from.workingDirectory;
            user = from.user;
            stdin = from.stdin;
            openStdin = from.openStdin;
            timeout = from.timeout;
            grace = from.grace;
            outputLimit = from.outputLimit;
            retainedOutput = from.retainedOutput;
            terminal = from.terminal;
        }

        Command toCommand() {
            return new Command(
                    argv,
                    environment,
                    workingDirectory,
                    user,
                    stdin,
                    openStdin,
                    timeout,
                    grace,
                    outputLimit,
                    retainedOutput,
                    terminal);
        }
    }
}
