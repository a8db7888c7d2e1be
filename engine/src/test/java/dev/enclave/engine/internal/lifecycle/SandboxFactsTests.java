package dev.enclave.engine.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.containers.ContainerSummary;
import dev.enclave.engine.SandboxInfo;
import dev.enclave.engine.SandboxState;
import dev.enclave.engine.internal.tool.ToolRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("C3")
@DisplayName("What a container's labels tell (C3)")
class SandboxFactsTests {

    private static final Instant CREATED = Instant.parse("2030-01-01T00:00:00Z");

    private final Map<String, String> labels = new HashMap<>(
            Map.of(Labels.SANDBOX, "abc", Labels.CREATED, CREATED.toString(), Labels.LIFETIME, Labels.DETACHED));

    private ContainerSummary container() {
        return new ContainerSummary(
                "0123456789abcdef",
                List.of("/enclave-abc"),
                "image",
                null,
                null,
                "running",
                "Up",
                0L,
                labels,
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void areAllReadBack() {
        labels.put(Labels.EXPIRES, CREATED.plusSeconds(60).toString());
        labels.put(Labels.IMAGE, "busybox:latest");
        labels.put(Labels.USER, "1234:2345");
        labels.put(Labels.WORKING_DIRECTORY, "/work");
        labels.put(Labels.TOOLS, "one,two");
        labels.put("theirs", "x");

        assertThat(SandboxFacts.of(container()))
                .contains(new SandboxFacts(
                        "abc",
                        "enclave-abc",
                        "busybox:latest",
                        CREATED,
                        CREATED.plusSeconds(60),
                        "1234:2345",
                        "/work",
                        List.of("one", "two"),
                        Map.of("theirs", "x"),
                        0));
    }

    @Test
    void haveDefaultsForWhatIsAbsent() {
        SandboxInfo info = SandboxFacts.of(container())
                .map(facts -> facts.toInfo(SandboxState.RUNNING, List.of()))
                .orElseThrow();

        assertThat(info.expires()).isNull();
        assertThat(info.image()).isEmpty();
        assertThat(info.labels()).isEmpty();
    }

    @Test
    void tellNoToolsFromAllTools() {
        assertThat(SandboxFacts.of(container()).orElseThrow().tools())
                .containsExactlyElementsOf(ToolRegistry.existing());
        labels.put(Labels.TOOLS, "");
        assertThat(SandboxFacts.of(container()).orElseThrow().tools()).isEmpty();
    }

    @Test
    void nameTheContainerThatCarriesThemWhateverIdTheyClaim() {
        labels.put(Labels.SANDBOX, "somebody-else");

        assertThat(SandboxFacts.of(container()).orElseThrow().containerName()).isEqualTo("enclave-abc");
    }

    @Test
    void areAbsentWithoutAnId() {
        labels.remove(Labels.SANDBOX);

        assertThat(SandboxFacts.of(container())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2030-01-01", "2030-13-01T00:00:00Z", "0"})
    void areAbsentWhenATimeIsGarbage(String garbage) {
        labels.put(Labels.EXPIRES, garbage);
        assertThat(SandboxFacts.of(container())).isEmpty();

        labels.remove(Labels.EXPIRES);
        labels.put(Labels.CREATED, garbage);
        assertThat(SandboxFacts.of(container())).isEmpty();
    }
}
