package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.containers.ContainerSummary;
import dev.enclave.docker.containers.ListContainersOptions;
import dev.enclave.testing.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A main class in a JVM of its own. */
public final class ExampleProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Process process;
    private final Path out;
    private final Path err;

    private ExampleProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts an example whose temporary files go to a directory. */
    static ExampleProcess start(Path temporary, String... arguments) {
        return start(temporary, Map.of(), Examples.class.getName(), arguments);
    }

    /** Starts a main class with more in its environment. */
    public static ExampleProcess start(
            Path temporary, Map<String, String> environment, String mainClass, String... arguments) {
        return start(javaCommand(temporary, mainClass, arguments), environment);
    }

    /** Starts a command line in which {@code "$@"} is the program, on a terminal of its own: {@code script} makes that. */
    public static ExampleProcess startOnTerminal(
            Path temporary, String commandLine, String mainClass, String... arguments) {
        String program = javaCommand(temporary, mainClass, arguments).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return start(
                List.of("script", "-qec", "set -- " + program + "\n" + commandLine, "/dev/null"),
                Map.of("SHELL", "/bin/sh"));
    }

    private static ExampleProcess start(List<String> command, Map<String, String> environment) {
        try {
            Path out = Files.createTempFile("example", ".out");
            Path err = Files.createTempFile("example", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new ExampleProcess(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> javaCommand(Path temporary, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                // The tests' own configuration comes first on this class path.
                "-Dlogback.configurationFile=logback.xml",
                "-Djava.io.tmpdir=" + temporary,
                // Starts sooner.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Writes to its standard input. */
    public void type(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends its standard input. */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has printed so far. */
    public String out() {
        return read(out);
    }

    /** What it has printed on standard error so far. */
    public String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a text in its output. */
    public void awaitOutput(String text) {
        String printed = Mono.fromCallable(this::out)
                .subscribeOn(Schedulers.boundedElastic())
                .filter(output -> output.contains(text) || !process.isAlive())
                .repeatWhenEmpty(Integer.MAX_VALUE, empty -> empty.delayElements(PAUSE))
                .block(PATIENCE);
        assertThat(printed).as("what the process printed").contains(text);
    }

    /** Waits for its end, and returns its exit status. */
    public int await() {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still runs after " + PATIENCE + "; it printed: " + out() + err());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Asks it to end, as Ctrl-C does. */
    public void interrupt() {
        process.destroy();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Ends the program, and not the terminal that it may run on, as {@code kill -9} does. */
    public void killProgram() {
        program().destroyForcibly();
    }

    /** On a terminal it is a descendant of what was started. */
    private ProcessHandle program() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .filter(handle -> handle.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
    }

    /** The containers that it has made, whatever their state: the label of the owner has the process id in the middle. */
    public List<String> containers() {
        return TestEngine.client()
                .containers()
                .list(ListContainersOptions.ALL.withFilter("label", "dev.enclave.owner"))
                .filter(container -> String.valueOf(container.labels().get("dev.enclave.owner"))
                        .contains("/" + process.pid() + "/"))
                .flatMapIterable(ContainerSummary::names)
                .collectList()
                .block(PATIENCE);
    }

    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
