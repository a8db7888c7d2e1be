package dev.enclave.engine.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.engine.Command;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.SecurityProfile;
import dev.enclave.engine.SpecRefusedException;
import dev.enclave.engine.mount.MountAccess;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.engine.tool.Tool;
import dev.enclave.engine.tool.ToolNotAvailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Tools have the rights of the sandbox's user, and are there as its specification says. */
@SandboxTest
@Tag("C13")
class ToolUsersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SandboxEngine engine;

    ToolUsersIT(SandboxEngine engine) {
        this.engine = engine;
    }

    @Test
    void workForAUserWithoutRights() {
        inSandbox(TestSpecs.python().user("1234:1234").build(), sandbox -> {
            ToolCalls tools = new ToolCalls(sandbox);

            assertThat(tools.python("import os; print(os.getuid())").output()).isEqualTo("1234\n");
            assertThat(tools.write("own/file", "mine").error()).isNull();
            assertThat(tools.printed("stat -c '%u:%g %a' own/file")).isEqualTo("1234:1234 644");
            assertThat(tools.write("own/file", "changed").error()).isNull();
            assertThat(tools.file("read", "own/file").output()).isEqualTo("changed");
            assertThat(tools.file("delete", "own").error()).isNull();

            assertThat(tools.write("/etc/passwd", "x").error())
                    .startsWith("Failed to write /etc/passwd: ")
                    .contains("Permission denied");
            asRoot(sandbox, "echo secret >/secret; chmod 600 /secret");
            assertThat(tools.file("read", "/secret").error()).contains("Permission denied");
            assertThat(tools.file("list", "/root").error()).contains("Permission denied");
            assertThat(tools.printed("head -c 4 /etc/passwd; ls -A /tmp")).isEqualTo("root");
        });
    }

    @Test
    void writeIntoAFileThatIsOnlyLentToTheUser() {
        inSandbox(TestSpecs.python().user("1234:1234").build(), sandbox -> {
            asRoot(sandbox, "mkdir /lent; echo old >/lent/file; chmod 666 /lent/file; chmod 777 /lent");
            ToolCalls tools = new ToolCalls(sandbox);

            assertThat(tools.write("/lent/file", "new").error()).isNull();
            assertThat(tools.printed("stat -c '%u %a' /lent/file; cat /lent/file; ls -A /lent"))
                    .isEqualTo("0 666\nnewfile");
        });
    }

    @Test
    void workWithAReadOnlyRoot() {
        inSandbox(TestSpecs.python().security(SecurityProfile.STRICT).build(), sandbox -> {
            ToolCalls tools = new ToolCalls(sandbox);

            assertThat(tools.python("print('strict')").output()).isEqualTo("strict\n");
            assertThat(tools.write("file", "x").error()).isNull();
            assertThat(tools.file("read", "file").output()).isEqualTo("x");
            assertThat(tools.write("/usr/file", "x").error()).startsWith("Failed to write /usr/file: ");
        });
    }

    @Test
    @Tag("C11")
    void leaveFilesOnAMountToTheCaller(@TempDir Path directory) throws IOException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.writeString(shared.resolve("host.txt"), "from host");
        SandboxSpec spec = TestSpecs.busybox()
                .hostUser()
                .mount(shared.toString(), "/sandbox/data", MountAccess.READ_WRITE)
                .build();

        inSandbox(spec, sandbox -> {
            ToolCalls tools = new ToolCalls(sandbox);
            assertThat(tools.file("read", "data/host.txt").output()).isEqualTo("from host");
            assertThat(tools.write("data/sub/made.txt", "from sandbox").error()).isNull();
        });

        assertThat(shared.resolve("sub/made.txt")).hasContent("from sandbox");
        assertThat(Files.getOwner(shared.resolve("sub/made.txt"))).isEqualTo(Files.getOwner(directory));
    }

    @Test
    @Tag("M4")
    void cannotWriteToAReadOnlyMount(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("host.txt"), "from host");
        SandboxSpec spec = TestSpecs.busybox()
                .mount(directory.toString(), "/sandbox/data", MountAccess.READ_ONLY)
                .build();

        inSandbox(spec, sandbox -> {
            ToolCalls tools = new ToolCalls(sandbox);
            assertThat(tools.write("data/host.txt", "x").error()).contains("Read-only file system");
            assertThat(tools.write("data/new.txt", "x").error()).contains("Read-only file system");
            assertThat(tools.file("delete", "data/host.txt").error()).contains("Read-only file system");
        });

        assertThat(directory.resolve("host.txt")).hasContent("from host");
    }

    @Test
    @Tag("T6")
    void areOnlyThereWhenTheSpecificationNamesThem() {
        inSandbox(TestSpecs.busybox().tools("shell_executor").build(), sandbox -> {
            assertThat(sandbox.tools()).extracting(Tool::name).containsExactly("shell_executor");
            assertThat(sandbox.info().tools()).containsExactly("shell_executor");
            assertThatIsNotAvailable(sandbox, "python_executor", "enable it by SandboxSpec.Builder.tools");
            assertThatIsNotAvailable(
                    sandbox, "sql_executor", "existing: [shell_executor, python_executor, file_operation]");
        });
    }

    @Test
    @Tag("T6")
    void areAllThereWhenTheSpecificationNamesNone() {
        inSandbox(TestSpecs.busybox().build(), sandbox -> {
            List<String> all = List.of("shell_executor", "python_executor", "file_operation");

            assertThat(sandbox.tools()).extracting(Tool::name).isEqualTo(all);
            assertThat(sandbox.info().tools()).isEqualTo(all);
            assertThat(engine.list()
                            .filter(info -> info.id().equals(sandbox.id()))
                            .blockFirst(PATIENCE)
                            .tools())
                    .isEqualTo(all);
        });
    }

    private static void assertThatIsNotAvailable(Sandbox sandbox, String tool, String advice) {
        assertThatThrownBy(() -> sandbox.tool(tool))
                .isInstanceOf(ToolNotAvailableException.class)
                .hasMessageContaining("tool '" + tool + "' is not available; enabled: [shell_executor]")
                .hasMessageContaining(advice);
    }

    @Test
    @Tag("T6")
    void areRefusedBeforeAnythingIsCreatedWhenThereAreNoneOfThatName() {
        engine.create(SandboxSpec.builder("no-such-image")
                        .tools("shell_executor", "sql_executor")
                        .build())
                .as(StepVerifier::create)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(SpecRefusedException.class)
                        .hasMessage(
                                "there are no tools named [sql_executor]; existing: [shell_executor, python_executor,"
                                        + " file_operation]"))
                .verify(PATIENCE);
    }

    private static void asRoot(Sandbox sandbox, String line) {
        assertThat(sandbox.exec(Command.shell(line).withUser("0"))
                        .block(PATIENCE)
                        .isSuccess())
                .isTrue();
    }

    private void inSandbox(SandboxSpec spec, Consumer<Sandbox> test) {
        engine.use(
                        spec,
                        sandbox ->
                                Mono.fromRunnable(() -> test.accept(sandbox)).subscribeOn(Schedulers.boundedElastic()))
                .block(PATIENCE);
    }
}
