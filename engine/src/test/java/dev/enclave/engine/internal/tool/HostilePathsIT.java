package dev.enclave.engine.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.engine.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Line T3 of the behaviours: any path is data, with BusyBox's tools and with GNU's. */
@SandboxTest
@Tag("T3")
@Tag("C13")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePathsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> NAMES = List.of(
            "with space",
            " leading and trailing ",
            "it's",
            "double\"quote",
            "$(touch pwned)",
            "`touch pwned`",
            "; touch pwned #",
            "| touch pwned",
            "&& touch pwned &",
            "$HOME",
            "-rf",
            "--help",
            "-",
            "*",
            "?[a-z]",
            "~",
            "back\\slash\\n",
            "line\nbreak",
            "ends in a line break\n",
            "tab\tand\u0001control\u007f",
            "%s%n",
            "é漢字😀",
            "e\u0301 is not é",
            "...",
            ".hidden");

    private final Sandbox gnu;

    HostilePathsIT(SandboxEngine engine) {
        this.gnu =
                Objects.requireNonNull(engine.create(TestSpecs.python().build()).block(PATIENCE));
    }

    @AfterAll
    void removeSandbox() {
        gnu.remove().block(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BusyBox", "GNU"})
    void areTakenAsTheyAreInEachPlaceOfAPath(String userland, Sandbox busybox) {
        ToolCalls tools = new ToolCalls(userland.equals("GNU") ? gnu : busybox);
        String deep = String.join("/", NAMES);

        for (String path : List.of(deep, "/sandbox/" + deep)) {
            assertThat(tools.write(path, "deep").output()).isEqualTo("File written successfully: " + path);
            assertThat(tools.file("exists", path).output()).isEqualTo("exists");
            assertThat(tools.file("read", path).output()).isEqualTo("deep");
            assertThat(names(tools.file("list", path))).containsExactly(NAMES.get(NAMES.size() - 1));
            assertThat(names(tools.file("list", "."))).containsExactly(NAMES.get(0));
            assertThat(tools.file("delete", path).output()).isEqualTo("Successfully deleted: " + path);
            assertThat(tools.file("exists", path).output()).isEqualTo("does not exist");
            tools.file("delete", NAMES.get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BusyBox", "GNU"})
    void areTakenAsTheyAreOneByOne(String userland, Sandbox busybox) {
        Sandbox sandbox = userland.equals("GNU") ? gnu : busybox;
        ToolCalls tools = new ToolCalls(sandbox);

        assertThat(each(sandbox, name -> Map.of("operation", "write", "file_path", name, "content", name)))
                .allSatisfy(result -> assertThat(result.error()).isNull());
        assertThat(names(tools.file("list", "."))).containsExactlyInAnyOrderElementsOf(NAMES);

        assertThat(each(sandbox, name -> Map.of("operation", "delete", "file_path", name)))
                .allSatisfy(result -> assertThat(result.error()).isNull());
        assertThat(names(tools.file("list", "/sandbox"))).isEmpty();
    }

    private static List<ToolResult> each(Sandbox sandbox, Function<String, Map<String, String>> parameters) {
        return Objects.requireNonNull(Flux.fromIterable(NAMES)
                .flatMap(name -> sandbox.tool("file_operation").execute(parameters.apply(name)), 4)
                .collectList()
                .block(PATIENCE));
    }

    private static List<Object> names(ToolResult listing) {
        return Entries.of(listing).stream().map(entry -> entry.get("name")).toList();
    }
}
