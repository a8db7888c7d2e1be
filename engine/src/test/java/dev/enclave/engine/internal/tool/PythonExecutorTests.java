package dev.enclave.engine.internal.tool;

import static dev.enclave.engine.internal.tool.ScriptedSandbox.exited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.Outcome;
import dev.enclave.engine.tool.ToolResult;
import dev.enclave.engine.tool.ToolStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PythonExecutorTests {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FOLDER = 4;

    private final ScriptedSandbox sandbox = ScriptedSandbox.answering(exited(0, "", ""));

    @Test
    @Tag("C13")
    void sendsTheCodeByStandardInput() {
        new ToolCalls(sandbox).python("print('ä')\n");

        Command command = sandbox.commands().get(0);
        assertThat(new String(ScriptedSandbox.input(command), StandardCharsets.UTF_8))
                .isEqualTo("print('ä')\n");
        assertThat(command.argv()).endsWith("12").noneMatch(argument -> argument.contains("print"));
        assertThat(command.user()).as("the sandbox's user").isNull();
    }

    @Test
    void usesAFreshFolderForEachCall() {
        ToolCalls tools = new ToolCalls(sandbox);
        tools.python("1");
        tools.python("1");

        assertThat(sandbox.commands())
                .extracting(PythonExecutorTests::folder)
                .doesNotHaveDuplicates()
                .allSatisfy(folder -> assertThat(folder).startsWith("/tmp/.enclave-"));
    }

    @Test
    void runsNothingWithoutCode() {
        for (String nothing : List.of("", " \n\t")) {
            ToolResult result = new ToolCalls(sandbox).python(nothing);

            assertThat(result.status()).isEqualTo(ToolStatus.ERROR);
            assertThat(result.error()).isEqualTo("No code provided");
        }
        assertThat(sandbox.commands()).isEmpty();
    }

    @Test
    void leavesTheFolderToAScriptThatEndedByItself() {
        new ToolCalls(sandbox).python("1");
        ScriptedSandbox failing = ScriptedSandbox.answering(exited(1, "", ""));
        new ToolCalls(failing).python("1");

        assertThat(sandbox.commands()).hasSize(1);
        assertThat(failing.commands()).hasSize(1);
    }

    @Test
    void removesTheFolderOfAScriptThatWasKilled() {
        for (ExecResult killed : List.of(
                exited(137, "", ""),
                ScriptedSandbox.result(new Outcome.TimedOut(Duration.ofSeconds(30)), "", ""),
                ScriptedSandbox.result(new Outcome.Cancelled(), "", ""))) {
            ScriptedSandbox killing = ScriptedSandbox.answering(killed);
            new ToolCalls(killing).python("1");

            assertRemoved(killing);
        }
    }

    @Test
    void answersAlsoWhenTheFolderCannotBeRemoved() {
        ScriptedSandbox killing = ScriptedSandbox.answering(command -> command.stdin() == null
                ? Mono.error(new IllegalStateException("gone"))
                : Mono.just(ScriptedSandbox.result(new Outcome.TimedOut(Duration.ofSeconds(30)), "", "")));

        assertThat(new ToolCalls(killing).python("1").status()).isEqualTo(ToolStatus.TIMEOUT);
    }

    @Test
    void removesTheFolderWhenTheCallIsCancelled() {
        ScriptedSandbox hanging = ScriptedSandbox.answering(
                command -> command.stdin() == null ? Mono.just(exited(0, "", "")) : Mono.never());

        hanging.tool("python_executor")
                .execute(Map.of("code", "1"))
                .as(StepVerifier::create)
                .thenAwait()
                .thenCancel()
                .verify(PATIENCE);

        assertRemoved(hanging);
    }

    private static void assertRemoved(ScriptedSandbox sandbox) {
        assertThat(sandbox.commands()).hasSize(2);
        assertThat(sandbox.commands().get(1).argv())
                .containsExactly("rm", "-rf", "--", folder(sandbox.commands().get(0)));
        assertThat(sandbox.commands().get(1).timeout()).isNotNull();
    }

    private static String folder(Command command) {
        return command.argv().get(FOLDER);
    }
}
