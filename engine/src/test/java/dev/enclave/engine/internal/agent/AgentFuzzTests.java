package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.internal.agent.AgentBuild.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A short run of the fuzz test of what takes the engine's frames in; {@code src/test/agent/check.sh} makes the long ones. */
class AgentFuzzTests {

    /** The same streams in every run; {@code -Denclave.fuzz.seed=N} tries others. */
    private static final long SEED = Long.getLong("enclave.fuzz.seed", 5);

    private static final int SECONDS = Integer.getInteger("enclave.fuzz.seconds", 3);

    @Test
    void noStreamOfFramesBreaksTheAgent() throws Exception {
        List<String> command = new ArrayList<>(
                List.of(AgentBuild.binary("fuzz").toString(), Long.toString(SEED), Integer.toString(SECONDS)));
        try (Stream<Path> corpus = Files.list(AgentBuild.CHECKS.resolve("corpus"))) {
            corpus.map(Path::toString).sorted().forEach(command::add);
        }

        Said said = AgentBuild.run(command.toArray(String[]::new));

        assertThat(said.code()).as(said.text() + AgentBuild.reports()).isZero();
        assertThat(said.text()).contains("seed " + SEED).containsPattern("frames [1-9][0-9]{3}");
        System.out.println("Fuzzed the agent: " + said.text().replace('\n', ' '));
    }
}
