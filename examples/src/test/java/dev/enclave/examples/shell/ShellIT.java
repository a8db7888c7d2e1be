package dev.enclave.examples.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.examples.ExampleProcess;
import dev.enclave.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell with pipes instead of a terminal. */
class ShellIT {

    @TempDir
    Path temporary;

    @BeforeAll
    static void needsItsImage() {
        TestImages.require(TestImages.BUSYBOX);
    }

    private ExampleProcess start(String... arguments) {
        return ExampleProcess.start(temporary, Map.of(), Shell.class.getName(), arguments);
    }

    @Test
    void runsAScriptFromItsInputAndPassesTheExitStatusOn() {
        try (ExampleProcess shell = start(TestImages.BUSYBOX)) {
            shell.type("test -t 0 || echo no terminal\necho trouble >&2\nexit 7\n");

            assertThat(shell.await()).isEqualTo(7);
            assertThat(shell.out()).isEqualTo("no terminal\n");
            assertThat(shell.err()).isEqualTo("trouble\n");
        }
    }

    @Test
    void passesTheEndOfItsInputOn() {
        try (ExampleProcess shell = start(TestImages.BUSYBOX, "--", "sh", "-c", "cat; echo read all")) {
            shell.type("one\ntwo\n");
            shell.endInput();

            assertThat(shell.await()).isZero();
            assertThat(shell.out()).isEqualTo("one\ntwo\nread all\n");
        }
    }

    @Test
    void endsWithItsCommandThoughTheInputIsOpen() {
        try (ExampleProcess shell = start(TestImages.BUSYBOX, "--", "sh", "-c", "exit 7")) {
            assertThat(shell.await()).isEqualTo(7);
            assertThat(shell.containers()).isEmpty();
        }
    }

    @Test
    void tellsADeathBySignalAsShellsDo() {
        try (ExampleProcess shell = start(TestImages.BUSYBOX, "--", "sh", "-c", "kill -USR1 $$")) {
            assertThat(shell.await()).isEqualTo(128 + 10);
        }
    }

    @Test
    void mountsAsItIsTold() throws IOException {
        Path readable = Files.createDirectory(temporary.resolve("in"));
        Path writable = Files.createDirectory(temporary.resolve("out"));
        Files.writeString(readable.resolve("file"), "from the host\n");

        try (ExampleProcess shell = start(
                TestImages.BUSYBOX,
                "--mount",
                readable + ":/in:ro",
                "--mount",
                writable + ":/out",
                "--",
                "sh",
                "-c",
                "cp /in/file /out/; touch /in/other || exit 9")) {
            assertThat(shell.await()).isEqualTo(9);
            assertThat(shell.err()).contains("Read-only file system");
        }
        assertThat(writable.resolve("file")).hasContent("from the host\n");
        assertThat(readable.resolve("other")).doesNotExist();
    }

    @Tag("C8")
    @Test
    void exitsWith125Or126WhenItFailsItself() {
        try (ExampleProcess mount = start(TestImages.BUSYBOX, "--mount", "/etc:/data");
                ExampleProcess usage = start();
                ExampleProcess command = start(TestImages.BUSYBOX, "--", "/no/such/program")) {
            assertThat(mount.await()).isEqualTo(125);
            assertThat(mount.err()).startsWith("enclave shell: mount of '/etc' at '/data' refused");
            assertThat(usage.await()).isEqualTo(125);
            assertThat(usage.err()).contains("no image is named", "usage: ./enclave shell IMAGE [--mount");
            assertThat(command.await()).isEqualTo(126);
            assertThat(command.err()).contains("'/no/such/program' cannot be started");
        }
    }

    @Tag("C2")
    @Test
    void removesItsSandboxWhenItIsInterrupted() {
        try (ExampleProcess shell = start(TestImages.BUSYBOX, "--", "sh", "-c", "echo up; sleep 600")) {
            shell.awaitOutput("up");
            assertThat(shell.containers()).hasSize(1);

            shell.interrupt();

            assertThat(shell.await()).isEqualTo(128 + 15);
            assertThat(shell.containers()).isEmpty();
        }
    }
}
