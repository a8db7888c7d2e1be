package dev.enclave.examples.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.examples.ExampleProcess;
import dev.enclave.testing.TestImages;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell on a terminal, which {@code script} makes, around the program in {@code "$@"}. */
class ShellOnTerminalIT {

    private static final String RUN = """
            "$@"
            status=$?
            """;
    private static final String COMPARE = """
            [ "$(stty -g)" != "$before" ] || echo restored
            exit $status""";
    /** Who is killed cannot wait for its terminal: that is restored soon after. */
    private static final String WAIT_AND_COMPARE = """
            until [ "$(stty -g)" = "$before" ]; do sleep 0.05; done
            """ + COMPARE;

    @TempDir
    Path directory;

    @BeforeAll
    static void needsItsImage() {
        TestImages.require(TestImages.BUSYBOX);
    }

    private ExampleProcess start(String preparation, String command, String comparison) {
        String commandLine = "before=$(stty -g)\n" + preparation + RUN + comparison;
        String mount = "--mount=" + directory + ":/data";
        return ExampleProcess.startOnTerminal(
                directory, commandLine, Shell.class.getName(), TestImages.BUSYBOX, mount, "--", "sh", "-c", command);
    }

    @Test
    void followsTheTerminalsSizeAndRestoresItAtTheEnd() {
        String resizing = """
                stty rows 33 cols 101
                (until [ -e %s/ready ]; do sleep 0.05; done; stty rows 41 cols 121 </dev/tty) &
                """.formatted(directory);
        String command = """
                stty size
                touch /data/ready
                until [ "$(stty size)" = "41 121" ]; do sleep 0.05; done
                echo resized, with ${TERM:?}; read -r line; echo "<$line>"; exit 3""";
        try (ExampleProcess shell = start(resizing, command, COMPARE)) {
            shell.awaitOutput("resized, with ");
            shell.type("typed\r");

            assertThat(shell.await()).isEqualTo(3);
            assertThat(shell.out()).contains("33 101\r\n", "<typed>\r\n", "restored");
        }
    }

    @Test
    void passesControlCharactersOn() {
        try (ExampleProcess shell = start("", "trap 'echo caught; exit 4' INT; echo up; sleep 600", COMPARE)) {
            shell.awaitOutput("up");
            shell.type("\u0003");

            assertThat(shell.await()).isEqualTo(4);
            assertThat(shell.out()).contains("caught", "restored");
        }
    }

    @Tag("C3")
    @Test
    void restoresTheTerminalWhenItIsKilled() {
        try (ExampleProcess shell = start("", "echo up; sleep 600", WAIT_AND_COMPARE)) {
            shell.awaitOutput("up");

            shell.killProgram();

            assertThat(shell.await()).isEqualTo(128 + 9);
            assertThat(shell.out()).contains("restored");
        }
    }
}
