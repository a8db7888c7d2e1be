package dev.enclave.engine.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.ExecResult;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxGoneException;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.engine.tool.ToolResult;
import dev.enclave.engine.tool.ToolStatus;
import dev.enclave.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** {@code shell_executor} in a real sandbox: line T1 of the behaviours, and S6 to S9 as an agent sees them. */
@SandboxTest
class ShellExecutorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ToolCalls tools;

    @BeforeEach
    void prepare(Sandbox sandbox) {
        tools = new ToolCalls(sandbox);
    }

    @Test
    @Tag("T1")
    void answersWithStandardOutput() {
        ToolResult result = tools.shell("echo hello; echo $((40 + 2)) | cat");

        assertThat(result.status()).isEqualTo(ToolStatus.SUCCESS);
        assertThat(result.output()).isEqualTo("hello\n42\n");
        assertThat(result.error()).isNull();
        assertThat(result.metadata()).containsEntry("exit_code", 0);
    }

    @Test
    @Tag("T1")
    void answersAFailureWithStandardErrorOrTheExitCode() {
        ToolResult loud = tools.shell("echo out; echo oops >&2; exit 3");
        ToolResult silent = tools.shell("exit 4");

        assertThat(loud.status()).isEqualTo(ToolStatus.ERROR);
        assertThat(loud.output()).isEqualTo("out\n");
        assertThat(loud.error()).isEqualTo("oops\n");
        assertThat(loud.metadata()).containsEntry("exit_code", 3);
        assertThat(silent.error()).isEqualTo("Command failed with exit code 4");
    }

    @Test
    @Tag("T1")
    void takesAnArrayAsItIs() {
        assertThat(tools.shell(List.of("printf", "%s|", "a b", "$(id)", "*", "", "-n", "ü"))
                        .output())
                .isEqualTo("a b|$(id)|*||-n|ü|");
    }

    @Test
    @Tag("T1")
    void explainsThatAProgramIsNotThere() {
        ToolResult fromShell = tools.shell("no-such-program");
        ToolResult direct = tools.shell(List.of("no-such-program"));

        assertThat(fromShell.status()).isEqualTo(ToolStatus.ERROR);
        assertThat(fromShell.error()).contains("no-such-program: not found");
        assertThat(direct.status()).isEqualTo(ToolStatus.ERROR);
        assertThat(direct.error()).contains("'no-such-program' cannot be started");
    }

    @Test
    void doesNotTakeALineForOptionsOfTheShell() {
        assertThat(tools.shell("-c 'echo hi'").error()).contains("-c: not found");
        assertThat(tools.shell("+x").error()).contains("+x: not found");
    }

    @Test
    void runsLinesOfAnyLength() {
        String line = "cat <<'END' | wc -c\n" + "0123456789abcdé\n".repeat(70_000) + "END\necho \"$0 $#\"; exit 7";

        ToolResult result = tools.shell(line);

        assertThat(result.output()).isEqualTo((70_000 * 17) + "\nsh 0\n");
        assertThat(result.metadata()).containsEntry("exit_code", 7);
    }

    @Test
    void runsNothingOfALongLineThatIsCutOnItsWay(Sandbox sandbox) {
        ExecResult cut = sandbox.exec(ShellExecutor.LONG_LINE.with("#end").withStdin("echo half"))
                .block(PATIENCE);

        assertThat(cut.stdout()).isEmpty();
        assertThat(cut.stderr()).contains("did not arrive completely, nothing was run");
    }

    @Test
    void runsALongLineThatEndsInABackslashAsTheShellDoes() {
        String end = "echo end \\";

        assertThat(tools.shell(": " + "x".repeat(200_000) + "\n" + end).output())
                .isEqualTo(tools.shell(end).output());
    }

    @Test
    @Tag("C5")
    void saysThatOutputWasCut() {
        ToolResult result = tools.shell("head -c 3000000 /dev/zero | tr '\\0' x; head -c 2000000 /dev/zero >&2");

        assertThat(result.isSuccess()).isTrue();
        assertThat(result.output()).contains("bytes are missing ...]\n").hasSizeLessThan(1024 * 1024 + 64);
        assertThat(result.metadata()).containsEntry("stdout_truncated", true).containsEntry("stderr_truncated", true);
    }

    @Test
    @Tag("T1")
    @DisplayName("S7: a time limit of half a second ends the command, with what it printed")
    void endsWithItsTimeLimit() {
        ToolResult result = tools.call("shell_executor", Map.of("command", "echo begun; sleep 60", "timeout", 0.5));

        assertThat(result.status()).isEqualTo(ToolStatus.TIMEOUT);
        assertThat(result.output()).isEqualTo("begun\n");
        assertThat(result.error()).isEqualTo("Command timed out after 0.5 seconds");
        assertThat(result.metadata()).containsEntry("exit_code", -1);
        assertThat(result.executionTime()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    @Tag("C4")
    @DisplayName("S9: after a timeout neither children nor grandchildren go on, whatever their session")
    void endsTheWholeTreeWithItsTimeLimit() {
        ToolResult result = tools.call("shell_executor", Map.of("command", """
                        (while :; do echo child >>/tmp/child; sleep 0.1; done) &
                        setsid sh -c '(while :; do echo orphan >>/tmp/orphan; sleep 0.1; done) &'
                        sleep 60""", "timeout", 1));

        assertThat(result.status()).isEqualTo(ToolStatus.TIMEOUT);
        String before = tools.printed("cat /tmp/child /tmp/orphan");
        assertThat(before).contains("child", "orphan");
        assertThat(tools.printed("sleep 0.5; cat /tmp/child /tmp/orphan")).isEqualTo(before);
    }

    @Test
    @DisplayName("S8: a command that exits with 124, or was killed, before its deadline is an error")
    void doesNotTakeAnExitCodeForATimeout() {
        assertThat(tools.shell("exit 124").status()).isEqualTo(ToolStatus.ERROR);
        assertThat(tools.shell("kill -9 $$").status()).isEqualTo(ToolStatus.ERROR);
    }

    @Test
    @DisplayName("S7: a time limit of 0 is none")
    void hasNoTimeLimitWithZero() {
        assertThat(tools.call("shell_executor", Map.of("command", "sleep 0.3; echo done", "timeout", 0))
                        .output())
                .isEqualTo("done\n");
    }

    @Test
    @Tag("C4")
    void endsWhatItRunsWhenItIsCancelled(Sandbox sandbox) {
        String line = "echo up >/tmp/up; while :; do echo tick >>/tmp/ticks; sleep 0.1; done";

        StepVerifier.create(sandbox.tool("shell_executor").execute(Map.of("command", line)))
                .expectSubscription()
                .then(() -> Eventually.holds(
                        "it runs",
                        () -> tools.file("exists", "/tmp/ticks").output().equals("exists")))
                .thenCancel()
                .verify(PATIENCE);

        Eventually.holds(
                "it has stopped",
                () -> tools.shell("a=$(wc -l </tmp/ticks); sleep 0.4; [ $a = $(wc -l </tmp/ticks) ]")
                        .isSuccess());
    }

    @Test
    void leavesABackgroundProcessRunningThatRedirectsItsOutput() {
        ToolResult result = tools.shell("sleep 30 >/dev/null 2>&1 & echo $!");

        assertThat(result.isSuccess()).isTrue();
        assertThat(tools.shell("kill " + result.output().strip()).isSuccess()).isTrue();
    }

    @Test
    void startsInTheWorkingDirectoryWithoutWhatCallsBeforeChanged() {
        tools.shell("cd /tmp; export LEFT=over; echo kept >/tmp/kept");

        assertThat(tools.printed("pwd; echo \"[$LEFT]\"; cat /tmp/kept")).isEqualTo("/sandbox\n[]\nkept");
    }

    @Test
    void signalsThatTheSandboxHasGone(SandboxEngine engine) {
        engine.create(TestSpecs.busybox().build())
                .flatMap(sandbox ->
                        sandbox.remove().then(sandbox.tool("shell_executor").execute(Map.of("command", "ls"))))
                .as(StepVerifier::create)
                .expectError(SandboxGoneException.class)
                .verify(PATIENCE);
    }

    @Test
    void answersThatItWasCancelledWhenTheSandboxIsRemoved(SandboxEngine engine) {
        Sandbox doomed = Objects.requireNonNull(
                engine.create(TestSpecs.busybox().build()).block(PATIENCE));

        doomed.tool("shell_executor")
                .execute(Map.of("command", "touch /tmp/up; sleep 60"))
                .as(StepVerifier::create)
                .expectSubscription()
                .then(() -> Eventually.holds(
                        "it runs",
                        () -> new ToolCalls(doomed).shell("[ -e /tmp/up ]").isSuccess()))
                .then(() -> doomed.remove().block(PATIENCE))
                .assertNext(result -> assertThat(result.status()).isEqualTo(ToolStatus.CANCELLED))
                .expectComplete()
                .verify(PATIENCE);
    }
}
