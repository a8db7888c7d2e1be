package dev.enclave.engine.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.ExecResult;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.engine.tool.ToolResult;
import dev.enclave.engine.tool.ToolStatus;
import dev.enclave.testing.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.test.StepVerifier;

/** {@code python_executor} in a real sandbox: line T2 of the behaviours, and S7 to S9 as an agent sees them. */
@SandboxTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PythonExecutorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MEBIBYTE = 1024 * 1024;

    private final Sandbox python;
    private final ToolCalls tools;

    PythonExecutorIT(SandboxEngine engine) {
        this.python =
                Objects.requireNonNull(engine.create(TestSpecs.python().build()).block(PATIENCE));
        this.tools = new ToolCalls(python);
    }

    @AfterAll
    void removeSandbox() {
        python.remove().block(PATIENCE);
    }

    @AfterEach
    void leavesNothingInTheTemporaryFolder() {
        assertThat(temporaryFiles()).isEmpty();
    }

    private String temporaryFiles() {
        return tools.printed("ls -A /tmp");
    }

    @Test
    @Tag("T2")
    void answersWithWhatIsPrinted() {
        ToolResult result = tools.python("import sys\nprint(sum(range(10)))\nprint('noted', file=sys.stderr)");

        assertThat(result.toolName()).isEqualTo("python_executor");
        assertThat(result.status()).isEqualTo(ToolStatus.SUCCESS);
        assertThat(result.output()).isEqualTo("45\n");
        assertThat(result.error()).isEqualTo("noted\n");
        assertThat(result.metadata()).containsEntry("exit_code", 0);
    }

    @Test
    @Tag("T2")
    void answersAnExceptionWithItsTraceback() {
        ToolResult result = tools.python("print('before')\nraise ValueError('wrong')");

        assertThat(result.status()).isEqualTo(ToolStatus.ERROR);
        assertThat(result.output()).isEqualTo("before\n");
        assertThat(result.error()).contains("Traceback", "line 2", "raise ValueError", "ValueError: wrong");
        assertThat(result.metadata()).containsEntry("exit_code", 1);
    }

    @Test
    @Tag("T2")
    void answersAnExitCode() {
        ToolResult result = tools.python("import sys; sys.exit(42)");

        assertThat(result.error()).isEqualTo("Command failed with exit code 42");
        assertThat(result.metadata()).containsEntry("exit_code", 42);
    }

    @Test
    @DisplayName("S8: code that was killed by a signal before its deadline is an error")
    void answersThatTheCodeWasKilled() {
        ToolResult result = tools.python("import os; os.kill(os.getpid(), 9)");

        assertThat(result.status()).isEqualTo(ToolStatus.ERROR);
        assertThat(result.error()).isEqualTo("Command failed with exit code 137");
    }

    @Test
    @Tag("T2")
    void keepsFilesButNoVariables() {
        tools.python("x = 1\nopen('kept.txt', 'w').write('kept')");

        assertThat(tools.python("print(open('kept.txt').read())").output()).isEqualTo("kept\n");
        assertThat(tools.python("print(x)").error()).contains("NameError");
    }

    @Test
    @Tag("T2")
    @DisplayName("T2: 2 MiB of code run")
    void runsCodeOfAnyLength() {
        String code = "data = '''" + "é".repeat(MEBIBYTE) + "'''\nprint(len(data))";

        ToolResult result = tools.python(code);

        assertThat(result.error()).isNull();
        assertThat(result.output()).isEqualTo(MEBIBYTE + "\n");
    }

    @Test
    @Tag("T2")
    @Tag("C13")
    void runsTheCodeFromAFileThatOnlyItsUserMayRead() {
        ToolResult result = tools.python("""
                import os, stat
                print(os.path.dirname(os.path.dirname(__file__)))
                print(oct(os.stat(os.path.dirname(__file__)).st_mode & 0o777), os.stat(__file__).st_uid == os.getuid())
                print(os.umask(0o22) == 0o22)""");

        assertThat(result.output()).isEqualTo("/tmp\n0o700 True\nTrue\n");
    }

    @Test
    void takesCodeAsItIs() {
        String text = "quotes ' \" ''' backslash \\\\ dollar $HOME $(id) `id` emoji 😀 漢字";

        assertThat(tools.python("print(r\"\"\"" + text + "\"\"\")").output()).isEqualTo(text + "\n");
        assertThat(tools.python("print(1)\r\nprint(2)\r\n").output()).isEqualTo("1\n2\n");
        assertThat(tools.python("# no line break at the end").isSuccess()).isTrue();
        assertThat(tools.python("-rf").error()).contains("NameError");
        assertThat(tools.python("input()").error()).contains("EOFError");
        assertThat(tools.python("print('\0')").status()).isEqualTo(ToolStatus.ERROR);
    }

    @Test
    void runsProcessesOfItsOwn() {
        ToolResult result = tools.python("""
                import multiprocessing as m
                def double(x): return 2 * x
                if __name__ == '__main__':
                    with m.get_context('spawn').Pool(2) as pool:
                        print(pool.map(double, [1, 2, 3]))""");

        assertThat(result.error()).isNull();
        assertThat(result.output()).isEqualTo("[2, 4, 6]\n");
    }

    @Test
    @Tag("C4")
    @DisplayName("S7, S9: a time limit ends what os.system started too, and keeps what was printed")
    void endsTheWholeTreeWithItsTimeLimit() {
        ToolResult result = tools.call("python_executor", Map.of("code", """
                        import os
                        print('begun')
                        os.system('(sleep 2; touch /sandbox/late) & setsid sh -c "sleep 2; touch /sandbox/late" & sleep 2')
                        open('/sandbox/late', 'w')""", "timeout", 0.8));

        assertThat(result.status()).isEqualTo(ToolStatus.TIMEOUT);
        assertThat(result.output()).isEqualTo("begun\n");
        assertThat(result.error()).endsWith("Command timed out after 0.8 seconds");
        assertThat(tools.printed("sleep 1.8; ls -A /sandbox")).doesNotContain("late");
    }

    @Test
    @Tag("C4")
    void removesItsFileWhenTheCodeHasToBeKilled() {
        ToolResult result = tools.call("python_executor", Map.of("code", """
                        import os, signal, time
                        os.kill(os.getppid(), signal.SIGKILL)
                        print('orphaned')
                        time.sleep(60)""", "timeout", 1));

        assertThat(result.isSuccess()).isFalse();
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    @Tag("C4")
    @Tag("C1")
    void removesItsFileWhenItIsCancelled() {
        StepVerifier.create(python.tool("python_executor")
                        .execute(Map.of("code", "import time\nopen('/sandbox/up', 'w')\ntime.sleep(60)")))
                .expectSubscription()
                .then(() -> Eventually.holds(
                        "it runs", () -> tools.shell("rm /sandbox/up").isSuccess()))
                .thenCancel()
                .verify(PATIENCE);

        Eventually.holds("its file has gone", () -> temporaryFiles().isEmpty());
        Eventually.holds(
                "it has ended",
                () -> tools.shell("cat /proc/[0-9]*/cmdline | grep -q [m]ain.py")
                        .metadata()
                        .get("exit_code")
                        .equals(1));
    }

    @Test
    @Tag("C13")
    void runsNothingWhenTheCodeIsCutOnItsWay() {
        ExecResult cut = python.exec(PythonExecutor.RUN.with("/tmp/cut", "100").withStdin("print('half')"))
                .block(PATIENCE);

        assertThat(cut.stdout()).isEmpty();
        assertThat(cut.stderr()).contains("did not arrive completely, nothing was run");
    }

    @Test
    void saysThatThereIsNoPython(Sandbox busybox) {
        ToolResult result = new ToolCalls(busybox).python("print(1)");

        assertThat(result.status()).isEqualTo(ToolStatus.ERROR);
        assertThat(result.error()).contains("there is no Python in this image");
    }

    @Test
    void fallsBackToPython3(SandboxEngine engine) {
        engine.use(
                        TestSpecs.python().build(),
                        sandbox -> sandbox.exec("rm -f $(command -v python)")
                                .then(sandbox.tool("python_executor").execute(Map.of("code", "print('three')"))))
                .as(StepVerifier::create)
                .assertNext(result -> assertThat(result.output()).isEqualTo("three\n"))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void survivesCodeThatDeletesItself() {
        assertThat(tools.python("import os, shutil\nshutil.rmtree(os.path.dirname(__file__))\nprint('done')")
                        .output())
                .isEqualTo("done\n");
    }
}
