package dev.enclave.engine.internal.tool;

import static dev.enclave.engine.internal.tool.ScriptedSandbox.exited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.CapturedOutput;
import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.Outcome;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.tool.ToolResult;
import dev.enclave.engine.tool.ToolStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FileOperationTests {

    private static final List<String> OPERATIONS = List.of("create", "read", "write", "delete", "list", "exists");
    private static final int PATH = 4;

    private final ScriptedSandbox sandbox = ScriptedSandbox.answering(exited(0, "", ""));
    private final ToolCalls tools = new ToolCalls(sandbox);

    @Test
    void needsAPath() {
        for (String operation : OPERATIONS) {
            assertThat(tools.file(operation, " ", Map.of("content", "")).error())
                    .isEqualTo("No file path provided");
        }
        assertThat(sandbox.commands()).isEmpty();
    }

    @Test
    void refusesPathsThatNoSystemTakes() {
        assertThat(tools.file("read", "a\0b").error()).contains("NUL");
        assertThat(tools.file("read", "ä".repeat(2048)).error()).contains("4095 bytes");
        assertThat(sandbox.commands()).isEmpty();
    }

    @Test
    void givesPathsAsArgumentsThatAreNoOptions() {
        for (String path : List.of("-rf", "a 'quoted' \"$(touch pwned)\" `x`;\n\\", "..", "~")) {
            tools.file("read", path);
            assertThat(last().argv().get(PATH)).isEqualTo("./" + path);
        }
        tools.file("read", "/absolute/$HOME");
        assertThat(last().argv().get(PATH)).isEqualTo("/absolute/$HOME");
    }

    @Test
    void runsTheSameScriptWhateverThePath() {
        tools.file("delete", "a");
        tools.file("delete", "$(b)");

        assertThat(sandbox.commands())
                .extracting(command -> command.argv().get(2))
                .containsOnly(FileScripts.DELETE.text());
    }

    @Test
    void needsTheWorkingDirectoryForRelativePathsOnly() {
        tools.file("read", "relative");
        assertThat(last().workingDirectory()).isNull();

        tools.file("read", "/absolute");
        assertThat(last().workingDirectory()).isEqualTo("/");
    }

    @Test
    void endsAtSomeTimeWhateverItIsAbout() {
        for (String operation : OPERATIONS) {
            tools.file(operation, "x", Map.of("content", ""));
            assertThat(last().timeout()).isEqualTo(Duration.ofSeconds(60));
        }
    }

    @Test
    void saysThatItsTimeWasOver() {
        ToolResult result =
                answerTo(ScriptedSandbox.result(new Outcome.TimedOut(Duration.ofSeconds(30)), "half", ""), "read");

        assertThat(result.status()).isEqualTo(ToolStatus.TIMEOUT);
        assertThat(result.error()).isEqualTo("Operation timed out after 60 seconds");
        assertThat(result.output()).isEmpty();
    }

    @Test
    void saysThatTheSandboxWasBeingRemoved() {
        assertThat(answerTo(ScriptedSandbox.result(new Outcome.Cancelled(), "", ""), "list")
                        .status())
                .isEqualTo(ToolStatus.CANCELLED);
    }

    @Test
    void passesOnWhatProgramsComplainOf() {
        ToolResult result = answerTo(exited(1, "", "rm: x: Read-only file system\n"), "delete");

        assertThat(result.status()).isEqualTo(ToolStatus.ERROR);
        assertThat(result.error()).isEqualTo("Failed to delete x: rm: x: Read-only file system");
    }

    @Test
    void saysTheExitCodeWhereNothingIsComplainedOf() {
        assertThat(answerTo(exited(9, "", ""), "delete").error()).isEqualTo("Failed to delete x: exit code 9");
    }

    @Nested
    class Write {

        @Test
        @Tag("C13")
        void sendsTheContentByStandardInputAsTheSandboxsUser() {
            ToolResult result = tools.write("x", "sécret");

            assertThat(new String(ScriptedSandbox.input(last()), StandardCharsets.UTF_8))
                    .isEqualTo("sécret");
            assertThat(last().argv()).endsWith("7").noneMatch(argument -> argument.contains("cret"));
            assertThat(last().user()).isNull();
            assertThat(result.output()).isEqualTo("File written successfully: x");
            assertThat(result.metadata()).containsEntry("size", 7);
        }

        @Test
        void needsContent() {
            assertThat(tools.file("write", "x").error()).isEqualTo("Content is required for write operation");
            assertThat(sandbox.commands()).isEmpty();
        }

        @Test
        void takesEmptyContent() {
            assertThat(tools.write("x", "").isSuccess()).isTrue();
            assertThat(ScriptedSandbox.input(last())).isEmpty();
        }

        @Test
        void createsEmptyFilesWithoutContent() {
            assertThat(tools.file("create", "x").output()).isEqualTo("File written successfully: x");
            assertThat(ScriptedSandbox.input(last())).isEmpty();
        }

        @Test
        void writesTheEncodingThatWasAskedFor() {
            tools.file("write", "x", Map.of("content", "é", "encoding", "latin-1"));

            assertThat(ScriptedSandbox.input(last())).containsExactly(0xE9);
        }

        @Test
        void refusesWhatTheEncodingDoesNotHave() {
            assertThat(tools.file("write", "x", Map.of("content", "€", "encoding", "latin-1"))
                            .error())
                    .contains("cannot be written as ISO-8859-1");
            assertThat(tools.file("write", "x", Map.of("content", "", "encoding", "klingon"))
                            .error())
                    .isEqualTo("Unknown encoding: klingon");
            assertThat(sandbox.commands()).isEmpty();
        }

        @Test
        void doesNotTakeADirectoryForAFile() {
            assertThat(tools.write("a/b/", "x").error()).isEqualTo("Is a directory: a/b/");
            assertThat(sandbox.commands()).isEmpty();
        }

        @Test
        void usesATemporaryFileBesideTheFile() {
            tools.write("a/b", "x");
            assertThat(last().argv().get(PATH + 1)).startsWith("./a/.enclave-");

            tools.write("/b", "x");
            assertThat(last().argv().get(PATH + 1)).startsWith("/.enclave-");
        }

        @Test
        void removesItsTemporaryFilesWhenItWasKilled() {
            ScriptedSandbox slow = ScriptedSandbox.answering(
                    ScriptedSandbox.result(new Outcome.TimedOut(Duration.ofSeconds(30)), "", ""));
            new ToolCalls(slow).write("/a/b", "x");

            Command removal = slow.commands().get(1);
            assertThat(removal.argv()).startsWith("rm", "-rf", "--");
            assertThat(removal.argv().subList(3, 5))
                    .isEqualTo(slow.commands().get(0).argv().subList(PATH + 1, PATH + 3));
        }
    }

    @Nested
    class Read {

        @Test
        void decodesWhatTheFileContains() {
            ToolResult result = answerTo(exited(0, "ä\n", ""), "read");

            assertThat(result.output()).isEqualTo("ä\n");
            assertThat(result.metadata()).containsEntry("size", 3).containsEntry("decoded_completely", true);
        }

        @Test
        void saysWhatWasNotDecoded() {
            ScriptedSandbox latin = ScriptedSandbox.answering(exited(0, "ä", ""));
            ToolResult result = new ToolCalls(latin).file("read", "x", Map.of("encoding", "ascii"));

            assertThat(result.output()).isEqualTo("\uFFFD\uFFFD");
            assertThat(result.metadata()).containsEntry("decoded_completely", false);
        }

        @Test
        void isNotConfusedByFilesThatLookLikeComplaints() {
            assertThat(answerTo(exited(64, "", ""), "read").error()).isEqualTo("File not found: x");
            assertThat(answerTo(exited(65, "", ""), "read").error()).isEqualTo("Is a directory: x");
            assertThat(answerTo(exited(66, "", ""), "read").error()).isEqualTo("Not a regular file: x");
            assertThat(answerTo(exited(68, "99999999\n", ""), "read").error())
                    .startsWith("File is larger than 10 MiB (99999999 bytes): x");
        }

        @Test
        void refusesWhatIsLargerThanWasThought() {
            byte[] bytes = new byte[10 * 1024 * 1024 + 1];

            ToolResult result = answerTo(new ExecResult(ended(), captured(bytes), captured(new byte[0])), "read");

            assertThat(result.status()).isEqualTo(ToolStatus.ERROR);
            assertThat(result.error()).startsWith("File is larger than 10 MiB: x");
        }

        @Test
        void takesTenMebibytes() {
            byte[] bytes = new byte[10 * 1024 * 1024];

            ToolResult result = answerTo(new ExecResult(ended(), captured(bytes), captured(new byte[0])), "read");

            assertThat(result.output()).hasSize(bytes.length);
        }

        private static OutputChunk.End ended() {
            return new OutputChunk.End(new Outcome.Success(), Duration.ofMillis(1), null, false);
        }

        private static CapturedOutput captured(byte[] bytes) {
            return CapturedOutput.complete(bytes);
        }
    }

    @Nested
    class Delete {

        @Test
        void refusesTheRootOfTheFileSystemInAnyForm() {
            for (String root : List.of("/", "//", "///")) {
                assertThat(tools.file("delete", root).error()).startsWith("Refused: ");
            }
            assertThat(sandbox.commands()).isEmpty();
            assertThat(answerTo(exited(67, "", ""), "delete").error()).startsWith("Refused: ");
        }

        @Test
        void namesTheEntryAndNotWhatALinkPointsTo() {
            tools.file("delete", "link//");

            assertThat(last().argv().get(PATH)).isEqualTo("./link");
        }

        @Test
        void saysWhetherThereWasSomething() {
            ToolResult deleted = answerTo(exited(0, "deleted\n", ""), "delete");
            ToolResult absent = answerTo(exited(0, "absent\n", ""), "delete");

            assertThat(List.of(deleted.output(), absent.output())).containsOnly("Successfully deleted: x");
            assertThat(deleted.metadata()).containsEntry("existed", true);
            assertThat(absent.metadata()).containsEntry("existed", false);
        }
    }

    @Nested
    class Exists {

        @Test
        void saysWhatIsThere() {
            ToolResult result = answerTo(exited(0, "directory\n", ""), "exists");

            assertThat(result.output()).isEqualTo("exists");
            assertThat(result.metadata()).containsEntry("exists", true).containsEntry("type", "directory");
        }

        @Test
        void isAnAnswerAlsoWhenThereIsNothing() {
            ToolResult result = answerTo(exited(64, "", ""), "exists");

            assertThat(result.isSuccess()).isTrue();
            assertThat(result.output()).isEqualTo("does not exist");
            assertThat(result.error()).isNull();
            assertThat(result.metadata()).isEqualTo(Map.of("exists", false));
        }

        @Test
        void doesNotTakeAFailureForAnAnswer() {
            assertThat(answerTo(exited(127, "", "sh: not found"), "exists").error())
                    .isEqualTo("Failed to look at x: sh: not found");
        }
    }

    private Command last() {
        return sandbox.commands().get(sandbox.commands().size() - 1);
    }

    private static ToolResult answerTo(ExecResult result, String operation) {
        return new ToolCalls(ScriptedSandbox.answering(result)).file(operation, "x");
    }
}
