package dev.enclave.engine.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.tool.Tool;
import dev.enclave.engine.tool.ToolResult;
import dev.enclave.engine.tool.ToolStatus;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What agents are told of the tools, and what happens to calls that do not keep to it. */
class ToolSchemaTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ScriptedSandbox sandbox = ScriptedSandbox.answering(ScriptedSandbox.exited(0, "", ""));
    private final ToolCalls tools = new ToolCalls(sandbox);

    @ParameterizedTest
    @ValueSource(strings = {"shell_executor", "python_executor", "file_operation"})
    void describesEachToolAsAFunction(String name) {
        Tool tool = sandbox.tool(name);

        Map<?, ?> function = map(tool.schema(), "function");
        Map<?, ?> parameters = map(function, "parameters");

        assertThat(tool.schema()).containsOnlyKeys("type", "function").containsEntry("type", "function");
        assertThat(List.copyOf(function.keySet())).isEqualTo(List.of("name", "description", "parameters"));
        assertThat(function.get("name")).isEqualTo(tool.name()).isEqualTo(name);
        assertThat(function.get("description")).isEqualTo(tool.description());
        assertThat(List.copyOf(parameters.keySet()))
                .isEqualTo(List.of("type", "properties", "required", "additionalProperties"));
        assertThat(parameters.get("type")).isEqualTo("object");
        assertThat(parameters.get("additionalProperties")).isEqualTo(false);
        assertThat(map(parameters, "properties").values())
                .allSatisfy(property -> assertThat(property)
                        .asInstanceOf(InstanceOfAssertFactories.MAP)
                        .containsKey("description"));
    }

    @Test
    void isWrittenAsJsonByAnyLibrary() {
        String json = JSON.writeValueAsString(map(
                map(map(sandbox.tool("shell_executor").schema(), "function"), "parameters"), "properties"));

        assertThat(JSON.readTree(json.replaceAll(",\"description\":\"[^\"]*\"", "")))
                .isEqualTo(JSON.readTree("""
                {
                  "command": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
                  "timeout": {"type": "number", "minimum": 0, "default": 30}
                }"""));
    }

    @Test
    void namesTheOperationsOnFiles() {
        Map<?, ?> parameters = map(map(sandbox.tool("file_operation").schema(), "function"), "parameters");
        Map<?, ?> properties = map(parameters, "properties");

        assertThat(parameters.get("required")).isEqualTo(List.of("operation", "file_path"));
        assertThat(List.copyOf(properties.keySet()))
                .isEqualTo(List.of("operation", "file_path", "content", "encoding"));
        assertThat(map(properties, "operation").get("enum"))
                .isEqualTo(List.of("create", "read", "write", "delete", "list", "exists"));
        assertThat(map(properties, "encoding").get("default")).isEqualTo("utf-8");
    }

    @Test
    void refusesUnknownParameters() {
        ToolResult result = tools.call("python_executor", Map.of("code", "1", "script", "2"));

        assertRefused(result, "unknown parameter 'script', known are code, timeout");
    }

    @Test
    void refusesCallsWithoutARequiredParameter() {
        assertRefused(tools.call("file_operation", Map.of("file_path", "x")), "parameter 'operation' is required");
    }

    @Test
    void takesNullForARequiredParameterAsMissing() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("code", null);

        assertRefused(tools.call("python_executor", parameters), "parameter 'code' is required");
    }

    @Test
    void takesNullForAnOptionalParameterAsItsDefault() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("code", "1");
        parameters.put("timeout", null);

        assertThat(tools.call("python_executor", parameters).isSuccess()).isTrue();
    }

    @Test
    void refusesValuesOfAnotherType() {
        assertRefused(
                tools.call("shell_executor", Map.of("command", 7)),
                "parameter 'command' must be a string of whole Unicode characters, or an array of strings, not 7");
        assertRefused(
                tools.call("shell_executor", Map.of("command", List.of("ls", 7))),
                "parameter 'command' must be",
                "not the array [ls, 7]");
        assertRefused(
                tools.call("shell_executor", Map.of("command", Arrays.asList("ls", null))), "not the array [ls, null]");
        assertRefused(
                tools.call("shell_executor", Map.of("command", Map.of("line", "ls"))), "not the object {line=ls}");
        assertRefused(
                tools.call("shell_executor", Map.of("command", "ls", "timeout", "30")),
                "parameter 'timeout' must be a number of at least 0, not the string \"30\"");
    }

    @Test
    void refusesTimeoutsThatAreNoTime() {
        for (Number wrong : List.of(-1, -0.5, Double.NaN, Double.POSITIVE_INFINITY)) {
            assertRefused(
                    tools.call("shell_executor", Map.of("command", "ls", "timeout", wrong)),
                    "parameter 'timeout' must be a number of at least 0");
        }
    }

    @Test
    void refusesOperationsThatDoNotExist() {
        assertRefused(
                tools.file("append", "x"),
                "must be one of create, read, write, delete, list, exists, not the string \"append\"");
    }

    @Test
    void refusesHalvesOfCharacters() {
        assertRefused(tools.python("print('\ud83d')"), "must be a string of whole Unicode characters");
        assertRefused(tools.file("read", "\ude00"), "must be a string of whole Unicode characters");
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
        assertRefused(
                tools.call("python_executor", Map.of("timeout", true, "kode", "1")),
                "parameter 'code' is required",
                "parameter 'timeout' must be a number of at least 0, not true",
                "unknown parameter 'kode'");
    }

    @Test
    void takesTheParametersAsTheyWereWhenItWasCalled() {
        Map<String, Object> parameters = new HashMap<>(Map.of("command", "first"));
        var call = sandbox.tool("shell_executor").execute(parameters);
        parameters.put("command", "second");

        assertThat(call.block()).isNotNull();
        assertThat(sandbox.commands())
                .singleElement()
                .satisfies(command -> assertThat(command.argv()).contains("first"));
    }

    private void assertRefused(ToolResult result, String... messages) {
        assertThat(result.status()).isEqualTo(ToolStatus.ERROR);
        assertThat(result.error()).startsWith("Wrong parameters: ").contains(messages);
        assertThat(result.output()).isEmpty();
        assertThat(sandbox.commands()).as("what was run").isEmpty();
    }

    private static Map<?, ?> map(Map<?, ?> parent, String key) {
        return (Map<?, ?>) parent.get(key);
    }
}
