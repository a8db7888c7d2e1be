package dev.enclave.engine.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.Sandbox;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.tool.ToolResult;
import dev.enclave.engine.tool.ToolStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code file_operation} in a real sandbox, all but create and write: line T3 of the behaviours. */
@SandboxTest
@Tag("T3")
class FileOperationIT {

    private static final int MEBIBYTE = 1024 * 1024;

    private ToolCalls tools;

    @BeforeEach
    void prepare(Sandbox sandbox) {
        tools = new ToolCalls(sandbox);
        tools.shell("rm -rf /sandbox/* /sandbox/.[!.]*");
    }

    @Nested
    class Read {

        @Test
        void givesTheText() {
            tools.shell("printf 'one\\ntwo' >x");

            ToolResult result = tools.file("read", "x");

            assertThat(result.output()).isEqualTo("one\ntwo");
            assertThat(result.metadata()).containsEntry("size", 7);
        }

        @Test
        void explainsWhatCannotBeRead() {
            tools.shell("mkdir folder; mkfifo pipe");

            assertThat(tools.file("read", "missing").error()).isEqualTo("File not found: missing");
            assertThat(tools.file("read", "folder").error()).isEqualTo("Is a directory: folder");
            assertThat(tools.file("read", "pipe").error()).isEqualTo("Not a regular file: pipe");
        }

        @Test
        void refusesMoreThanTenMebibytes() {
            tools.shell("head -c 10485760 /dev/zero >exact; head -c 10485761 /dev/zero >more");

            assertThat(tools.file("read", "exact").output()).hasSize(10 * MEBIBYTE);
            assertThat(tools.file("read", "more").error())
                    .startsWith("File is larger than 10 MiB (10485761 bytes): more");
            assertThat(tools.file("read", "/dev/zero").error()).startsWith("File is larger than 10 MiB: /dev/zero");
        }

        @Test
        void readsFilesWhoseSizeIsNotKnown() {
            assertThat(tools.file("read", "/proc/self/status").output()).startsWith("Name:");
        }

        @Test
        void decodesTheEncodingThatWasAskedFor() {
            tools.file("write", "latin", Map.of("content", "Zürich", "encoding", "latin-1"));
            tools.file("write", "wide", Map.of("content", "Zürich", "encoding", "utf-16"));

            assertThat(tools.printed("wc -c <latin")).isEqualTo("6");
            assertThat(tools.file("read", "latin", Map.of("encoding", "latin-1"))
                            .output())
                    .isEqualTo("Zürich");
            assertThat(tools.file("read", "wide", Map.of("encoding", "utf-16")).output())
                    .isEqualTo("Zürich");
            assertThat(tools.file("read", "latin").output()).isEqualTo("Z\uFFFDrich");
            assertThat(tools.file("read", "latin").metadata()).containsEntry("decoded_completely", false);
            assertThat(tools.file("read", "latin", Map.of("encoding", "x-none")).error())
                    .isEqualTo("Unknown encoding: x-none");
        }

        @Test
        void looksUpEncodingsWithoutBlockingAnEventLoop(Sandbox sandbox) {
            ToolResult result = sandbox.exec("true")
                    .flatMap(done -> sandbox.tool("file_operation")
                            .execute(Map.of("operation", "read", "file_path", "x", "encoding", "unheard-of")))
                    .block();

            assertThat(result.error()).isEqualTo("Unknown encoding: unheard-of");
        }
    }

    @Nested
    class Delete {

        @Test
        void removesFilesAndFoldersWithAllThatIsInThem() {
            tools.shell("mkdir -p folder/sub; touch file folder/sub/x folder/.hidden");

            assertThat(tools.file("delete", "file").output()).isEqualTo("Successfully deleted: file");
            assertThat(tools.file("delete", "folder").output()).isEqualTo("Successfully deleted: folder");
            assertThat(tools.printed("ls -A")).isEmpty();
        }

        @Test
        void isDoneWhenThereIsNothing() {
            ToolResult result = tools.file("delete", "missing");

            assertThat(result.output()).isEqualTo("Successfully deleted: missing");
            assertThat(result.metadata()).containsEntry("existed", false);
        }

        @Test
        void doesNotFollowLinks() {
            tools.shell(
                    "mkdir real; touch real/kept; ln -s real link; ln -s real slashed; mkdir in; ln -s ../real in/link; "
                            + "ln -s nowhere dangling");

            for (String path : List.of("link", "slashed/", "in", "dangling")) {
                assertThat(tools.file("delete", path).isSuccess()).isTrue();
            }
            assertThat(tools.printed("find . -mindepth 1 | sort")).isEqualTo("./real\n./real/kept");
        }

        @Test
        void refusesTheRootOfTheFileSystemByWhateverPath() {
            tools.shell("ln -s / root");

            for (String root :
                    List.of("/", "//", "/.", "/..", "/tmp/..", "../..", "root/.", "/proc/self/root/", "/./")) {
                ToolResult result = tools.file("delete", root);
                assertThat(result.status()).as(root).isEqualTo(ToolStatus.ERROR);
            }
            assertThat(tools.file("delete", "/tmp/..").error()).startsWith("Refused: ");
            assertThat(tools.printed("ls -d /bin /sandbox /tmp root")).isEqualTo("/bin\n/sandbox\n/tmp\nroot");
        }

        @Test
        void explainsWhatCannotBeDeleted() {
            assertThat(tools.file("delete", "/proc/version").error()).startsWith("Failed to delete /proc/version: ");
        }

        @Test
        void leavesTheToolsWorkingWhenTheWorkingDirectoryWasDeleted() {
            assertThat(tools.file("delete", "/sandbox").isSuccess()).isTrue();

            assertThat(tools.write("/sandbox/back", "again").isSuccess()).isTrue();
            assertThat(tools.printed("pwd; cat back")).isEqualTo("/sandbox\nagain");
        }
    }

    @Nested
    class Listing {

        @Test
        void isWhatLsPrints() {
            tools.shell("mkdir folder; printf 12345 >file; touch .hidden");

            ToolResult result = tools.file("list", ".");

            assertThat(result.output()).startsWith("total ").contains(" folder\n", " file\n", " .hidden\n", " ..\n");
            assertThat(result.error()).isNull();
        }

        @Test
        void isStructuredToo() {
            tools.shell(
                    "mkdir folder; printf 12345 >file; chmod 640 file; touch -d @1700000000 file .hidden; ln -s file link");

            ToolResult result = tools.file("list", "/sandbox/");

            assertThat(entries(result))
                    .extracting(entry -> entry.get("name"))
                    .containsExactly(".hidden", "file", "folder", "link");
            assertThat(entries(result).get(1))
                    .isEqualTo(Map.of(
                            "name",
                            "file",
                            "type",
                            "file",
                            "size",
                            5L,
                            "mode",
                            "0640",
                            "modified",
                            "2023-11-14T22:13:20Z"));
            assertThat(entries(result))
                    .extracting(entry -> entry.get("type"))
                    .containsExactly("file", "file", "directory", "link");
            assertThat(result.metadata()).containsEntry("truncated", false);
        }

        @Test
        void ofALinkToAFolderIsThatOfTheFolder() {
            tools.shell("mkdir folder; touch folder/inside; ln -s folder link");

            assertThat(entries(tools.file("list", "link")))
                    .extracting(entry -> entry.get("name"))
                    .containsExactly("inside");
        }

        @Test
        void ofAFileIsItsOwn() {
            tools.write("a/file", "123");

            ToolResult result = tools.file("list", "a/file");

            assertThat(result.output()).contains("a/file");
            assertThat(entries(result))
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(entry).containsEntry("name", "file").containsEntry("size", 3L));
        }

        @Test
        void ofAnEmptyFolderIsEmpty() {
            tools.shell("mkdir empty");

            assertThat(entries(tools.file("list", "empty"))).isEmpty();
        }

        @Test
        void ofTheRootWorks() {
            assertThat(entries(tools.file("list", "/")))
                    .extracting(entry -> entry.get("name"))
                    .contains("bin", "sandbox", "proc");
        }

        @Test
        void explainsThatThereIsNothing() {
            assertThat(tools.file("list", "missing").error()).isEqualTo("File not found: missing");
        }

        @Test
        void showsManyFiles() {
            tools.shell("mkdir /dev/shm/many; cd /dev/shm/many; seq 3000 | xargs touch");

            assertThat(entries(tools.file("list", "/dev/shm/many"))).hasSize(3000);
        }

        private static List<Map<String, Object>> entries(ToolResult result) {
            return Entries.of(result);
        }
    }

    @Nested
    class Exists {

        @Test
        void tellsWhetherThereIsSomething() {
            tools.shell("mkdir folder; touch file; ln -s nowhere dangling");

            assertThat(tools.file("exists", "file").output()).isEqualTo("exists");
            assertThat(tools.file("exists", "file").metadata()).containsEntry("type", "file");
            assertThat(tools.file("exists", "folder").metadata()).containsEntry("type", "directory");
            assertThat(tools.file("exists", "/dev/null").metadata()).containsEntry("type", "other");
            for (String missing : List.of("missing", "dangling", "file/below", "../sandbox/none")) {
                ToolResult result = tools.file("exists", missing);
                assertThat(result.status()).isEqualTo(ToolStatus.SUCCESS);
                assertThat(result.output()).isEqualTo("does not exist");
            }
        }
    }
}
