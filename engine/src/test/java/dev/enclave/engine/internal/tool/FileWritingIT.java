package dev.enclave.engine.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.ExecResult;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.tool.ToolResult;
import dev.enclave.engine.tool.ToolStatus;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code file_operation} in a real sandbox, create and write: line T3 of the behaviours. */
@SandboxTest
@Tag("T3")
class FileWritingIT {

    private static final int MEBIBYTE = 1024 * 1024;

    private ToolCalls tools;

    @BeforeEach
    void prepare(Sandbox sandbox) {
        tools = new ToolCalls(sandbox);
        tools.shell("rm -rf /sandbox/* /sandbox/.[!.]*");
    }

    @Test
    void makesTheFileAndItsParents() {
        ToolResult result = tools.write("/sandbox/a/b/c.txt", "content\n");

        assertThat(result.status()).isEqualTo(ToolStatus.SUCCESS);
        assertThat(result.output()).isEqualTo("File written successfully: /sandbox/a/b/c.txt");
        assertThat(result.error()).isNull();
        assertThat(tools.shell("cat a/b/c.txt; stat -c %a a/b/c.txt").output()).isEqualTo("content\n644\n");
    }

    @Test
    void beginsAtTheWorkingDirectory() {
        tools.write("plain", "1");
        tools.write("./dotted", "2");
        tools.write("folder/../up", "3");

        assertThat(tools.printed("cat /sandbox/plain /sandbox/dotted /sandbox/up 2>&1"))
                .contains("12");
    }

    @Test
    void replacesWhatWasThere() {
        tools.write("x", "long content");

        assertThat(tools.write("x", "short").isSuccess()).isTrue();
        assertThat(tools.printed("cat x")).isEqualTo("short");
    }

    @Test
    void needsContent() {
        assertThat(tools.file("write", "x").error()).isEqualTo("Content is required for write operation");
        assertThat(tools.file("exists", "x").output()).isEqualTo("does not exist");
    }

    @Test
    void makesAnEmptyFileByCreateWithoutContent() {
        assertThat(tools.file("create", "new/empty").output()).isEqualTo("File written successfully: new/empty");
        assertThat(tools.file("create", "new/full", Map.of("content", "x")).isSuccess())
                .isTrue();

        assertThat(tools.printed("wc -c <new/empty; wc -c <new/full")).isEqualTo("0\n1");
    }

    @Test
    void keepsOwnerAndModeOfAFile() {
        tools.shell("echo old >script; chown 12:34 script; chmod 4750 script");

        tools.write("script", "new");

        assertThat(tools.printed("stat -c '%u:%g %a' script; cat script")).isEqualTo("12:34 4750\nnew");
    }

    @Test
    void replacesAFileInOneStep() {
        tools.shell("echo old >file");
        String before = tools.printed("exec 3<file; stat -c %i file; cat <&3");

        tools.write("file", "new");

        assertThat(tools.printed("stat -c %i file"))
                .isNotEqualTo(before.lines().findFirst().orElseThrow());
        assertThat(tools.printed("ls -A")).isEqualTo("file");
    }

    @Test
    void writesThroughLinks() {
        tools.shell("mkdir real; echo old >real/file; ln -s real/file soft; ln real/file hard; ln -s nowhere dangling");

        tools.write("soft", "through");
        assertThat(tools.printed("readlink soft; cat real/file hard")).isEqualTo("real/file\nthroughthrough");

        tools.write("dangling", "made");
        assertThat(tools.printed("readlink dangling; cat nowhere")).isEqualTo("nowhere\nmade");
    }

    @Test
    void writesIntoDevices() {
        assertThat(tools.write("/dev/null", "gone").isSuccess()).isTrue();
        assertThat(tools.printed("[ -c /dev/null ] && ls -A /dev | grep enclave || echo clean"))
                .isEqualTo("clean");
    }

    @Test
    void explainsWhatCannotBeWritten() {
        tools.write("file", "x");

        assertThat(tools.write(".", "x").error()).isEqualTo("Is a directory: .");
        assertThat(tools.write("file/below", "x").error()).startsWith("Failed to write file/below: ");
        assertThat(tools.write("/proc/version", "x").error()).startsWith("Failed to write /proc/version: ");
        assertThat(tools.write("n".repeat(300), "x").error()).contains("File name too long");
        assertThat(tools.printed("ls -A; ls -A /tmp")).isEqualTo("file");
    }

    @Test
    void takesContentAsItIs() {
        String content =
                "quotes ' \" backslash \\ $HOME $(id) `id` \0 nul, tab \t, \r\n, é 漢字 😀, no line break at the end";

        tools.write("x", content);

        ToolResult read = tools.file("read", "x");
        assertThat(read.output()).isEqualTo(content);
        assertThat(read.metadata()).containsEntry("decoded_completely", true);
    }

    @Test
    @Tag("C13")
    void changesNothingWhenTheContentIsCutOnItsWay(Sandbox sandbox) {
        tools.shell("echo old >file");

        ExecResult cut = sandbox.exec(FileScripts.WRITE
                        .with("./file", "./.beside", "/tmp/.elsewhere", "100")
                        .withStdin("the beginning"))
                .block();

        assertThat(cut.stderr()).contains("did not arrive completely");
        assertThat(tools.printed("cat file; ls -A . /tmp")).isEqualTo("old\n.:\nfile\n\n/tmp:");
    }

    @Test
    void takesMuchContent() {
        String content = "0123456789abcdé\n".repeat(5 * MEBIBYTE / 17);

        assertThat(tools.write("large", content).metadata()).containsEntry("size", content.length() / 16 * 17);

        assertThat(tools.file("read", "large").output()).isEqualTo(content);
    }
}
