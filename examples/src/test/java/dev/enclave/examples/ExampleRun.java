package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.testing.TestImages;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * One run of an example in this process.
 *
 * @param status its exit status
 * @param out what it printed
 * @param err what it complained of
 */
record ExampleRun(int status, String out, String err) {

    /** Runs an example that needs its image. */
    static ExampleRun of(String... arguments) {
        TestImages.require(TestImages.PYTHON);
        return withoutImage(arguments);
    }

    static ExampleRun withoutImage(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Examples.run(List.of(arguments), printer(out), printer(err), Mono.never());
        return new ExampleRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static PrintStream printer(ByteArrayOutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }

    /** Ended well, without a complaint, and with nothing left in the directory for temporary files. */
    ExampleRun requireSuccess() {
        assertThat(err).isEmpty();
        assertThat(status).isZero();
        assertThat(folders()).allSatisfy(folder -> assertThat(folder).doesNotExist());
        return this;
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /** The directories that it mentioned. */
    List<Path> folders() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return Stream.of(out.split("[\\s':]+"))
                .filter(word -> word.startsWith(temporary + "/enclave-"))
                .map(word ->
                        temporary.resolve(temporary.relativize(Path.of(word)).getName(0)))
                .distinct()
                .toList();
    }
}
