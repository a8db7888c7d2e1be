package dev.enclave.engine.internal.tool;

import static dev.enclave.engine.internal.tool.ScriptedSandbox.exited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.Command;
import dev.enclave.engine.CommandStartException;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.Outcome;
import dev.enclave.engine.SandboxGoneException;
import dev.enclave.engine.tool.ToolResult;
import dev.enclave.engine.tool.ToolStatus;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ShellExecutorTests {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ScriptedSandbox sandbox = ScriptedSandbox.answering(exited(0, "", ""));

    @Test
    void runsAStringAsAShellLine() {
        assertThat(commandOf(Map.of("command", "ls | wc")))
                .isEqualTo(Command.shell("ls | wc").argv());
    }

    @Test
    void runsAnArrayAsItIs() {
        assertThat(commandOf(Map.of("command", List.of("echo", "$(id)", "a b"))))
                .containsExactly("echo", "$(id)", "a b");
    }

    @Test
    void sendsALineThatIsTooLongForAnArgumentByStandardInput() {
        String line = "echo " + "ä".repeat(100_000);

        List<String> argv = commandOf(Map.of("command", line));

        assertThat(String.join("", argv).length()).isLessThan(1000);
        assertThat(new String(ScriptedSandbox.input(sandbox.commands().get(0)), StandardCharsets.UTF_8))
                .startsWith(line);
    }

    @Test
    void hasThirtySecondsUnlessTheCallSaysOtherwise() {
        assertThat(timeoutOf(null)).isEqualTo(Duration.ofSeconds(30));
        assertThat(timeoutOf(5)).isEqualTo(Duration.ofSeconds(5));
        assertThat(timeoutOf(0.25)).isEqualTo(Duration.ofMillis(250));
        assertThat(timeoutOf(new BigDecimal("1.5"))).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void hasNoTimeLimitWithZero() {
        assertThat(timeoutOf(0)).isNull();
        assertThat(timeoutOf(0.0)).isNull();
    }

    @Test
    void takesAnyPositiveTime() {
        assertThat(timeoutOf(Double.MIN_VALUE)).isEqualTo(Duration.ofNanos(1));
        assertThat(timeoutOf(Double.MAX_VALUE)).isGreaterThan(Duration.ofDays(3650));
    }

    @Test
    void answersWithWhatWasPrinted() {
        ToolResult result = answerTo(exited(0, "out\n", ""));

        assertThat(result.toolName()).isEqualTo("shell_executor");
        assertThat(result.status()).isEqualTo(ToolStatus.SUCCESS);
        assertThat(result.output()).isEqualTo("out\n");
        assertThat(result.error()).isNull();
        assertThat(result.metadata())
                .containsEntry("exit_code", 0)
                .containsEntry("stdout_truncated", false)
                .containsEntry("stderr_truncated", false);
        assertThat(result.executionTime()).isPositive();
    }

    @Test
    void tellsWhatASuccessfulCommandSaidOnStandardError() {
        ToolResult result = answerTo(exited(0, "out", "a warning\n"));

        assertThat(result.isSuccess()).isTrue();
        assertThat(result.error()).isEqualTo("a warning\n");
    }

    @Test
    void explainsAFailureByStandardError() {
        ToolResult result = answerTo(exited(2, "so far", "no such thing\n"));

        assertThat(result.status()).isEqualTo(ToolStatus.ERROR);
        assertThat(result.output()).isEqualTo("so far");
        assertThat(result.error()).isEqualTo("no such thing\n");
        assertThat(result.metadata()).containsEntry("exit_code", 2);
    }

    @Test
    void explainsASilentFailureByTheExitCode() {
        assertThat(answerTo(exited(3, "", "")).error()).isEqualTo("Command failed with exit code 3");
    }

    @Test
    void saysThatTheTimeWasOver() {
        ExecResult timeout = ScriptedSandbox.result(new Outcome.TimedOut(Duration.ofSeconds(30)), "so far", "");

        ToolResult whole = answerTo(timeout, Map.of("command", "x"));
        ToolResult fraction = answerTo(timeout, Map.of("command", "x", "timeout", 0.5));

        assertThat(whole.status()).isEqualTo(ToolStatus.TIMEOUT);
        assertThat(whole.output()).isEqualTo("so far");
        assertThat(whole.error()).isEqualTo("Command timed out after 30 seconds");
        assertThat(whole.metadata()).containsEntry("exit_code", -1);
        assertThat(fraction.error()).isEqualTo("Command timed out after 0.5 seconds");
    }

    @Test
    void tellsAlsoWhatACommandSaidBeforeItsTimeWasOver() {
        assertThat(answerTo(ScriptedSandbox.result(new Outcome.TimedOut(Duration.ofSeconds(30)), "", "still waiting\n"))
                        .error())
                .isEqualTo("still waiting\nCommand timed out after 30 seconds");
    }

    @Test
    void saysThatTheSandboxWasBeingRemoved() {
        ToolResult result = answerTo(ScriptedSandbox.result(new Outcome.Cancelled(), "", ""));

        assertThat(result.status()).isEqualTo(ToolStatus.CANCELLED);
        assertThat(result.error()).startsWith("Command was cancelled");
    }

    @Test
    void runsNothingWithoutACommand() {
        for (Object nothing : List.of("", "  \n", List.of(), List.of(""), List.of(" ", "x"))) {
            ToolResult result = new ToolCalls(sandbox).shell(nothing);

            assertThat(result.status()).isEqualTo(ToolStatus.ERROR);
            assertThat(result.error()).isEqualTo("No command provided");
        }
        assertThat(sandbox.commands()).isEmpty();
    }

    @Test
    void runsNothingThatNoProgramCanBeGiven() {
        ToolCalls tools = new ToolCalls(sandbox);

        assertThat(tools.shell("echo \0").error()).contains("NUL");
        assertThat(tools.shell(List.of("echo", "\0")).error()).contains("NUL");
        assertThat(tools.shell(List.of("echo", "x".repeat(200_000))).error()).contains("128 KiB");
        assertThat(sandbox.commands()).isEmpty();
    }

    @Test
    void signalsThatTheSandboxHasGone() {
        SandboxGoneException gone = new SandboxGoneException("scripted", "it has been removed", null);

        ScriptedSandbox.answering(command -> Mono.error(gone))
                .tool("shell_executor")
                .execute(Map.of("command", "ls"))
                .as(StepVerifier::create)
                .expectErrorSatisfies(e -> assertThat(e).isSameAs(gone))
                .verify(PATIENCE);
    }

    @Test
    void answersThatAProgramIsNotThere() {
        ScriptedSandbox empty = ScriptedSandbox.answering(
                command -> Mono.error(new CommandStartException("scripted", "'x' cannot be started: not found", null)));

        ToolResult result = new ToolCalls(empty).shell(List.of("x"));

        assertThat(result.status()).isEqualTo(ToolStatus.ERROR);
        assertThat(result.error()).contains("'x' cannot be started: not found");
    }

    @Test
    void signalsThatTheEngineFailed() {
        CommandStartException failed =
                new CommandStartException("scripted", "no answer", new IllegalStateException("the engine's"));

        ScriptedSandbox.answering(command -> Mono.error(failed))
                .tool("shell_executor")
                .execute(Map.of("command", "ls"))
                .as(StepVerifier::create)
                .expectErrorSatisfies(e -> assertThat(e).isSameAs(failed))
                .verify(PATIENCE);
    }

    @Test
    void runsOnceForEachSubscription() {
        Mono<ToolResult> call = sandbox.tool("shell_executor").execute(Map.of("command", "ls"));
        assertThat(sandbox.commands()).isEmpty();

        call.then(call).block(PATIENCE);

        assertThat(sandbox.commands()).hasSize(2);
    }

    private List<String> commandOf(Map<String, ?> parameters) {
        assertThat(new ToolCalls(sandbox).call("shell_executor", parameters).isSuccess())
                .isTrue();
        return sandbox.commands().get(0).argv();
    }

    private @Nullable Duration timeoutOf(@Nullable Number seconds) {
        new ToolCalls(sandbox)
                .call(
                        "shell_executor",
                        seconds == null ? Map.of("command", "x") : Map.of("command", "x", "timeout", seconds));
        return sandbox.commands().get(sandbox.commands().size() - 1).timeout();
    }

    private static ToolResult answerTo(ExecResult result) {
        return answerTo(result, Map.of("command", "x"));
    }

    private static ToolResult answerTo(ExecResult result, Map<String, ?> parameters) {
        return new ToolCalls(ScriptedSandbox.answering(result)).call("shell_executor", parameters);
    }
}
