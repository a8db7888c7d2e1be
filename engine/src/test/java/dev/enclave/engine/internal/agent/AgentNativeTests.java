package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.enclave.engine.internal.agent.AgentBuild.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The agent's own tests in C, each in a process of its own and with sanitizers; and gcc's analyzer. */
class AgentNativeTests {

    private static final int CANNOT_RUN = 77;

    @TestFactory
    Stream<DynamicTest> unitTestsInC() throws Exception {
        Path tests = AgentBuild.binary("tests");
        Said names = AgentBuild.run(tests.toString());
        assertThat(names.code()).as(names.text()).isZero();
        return names.text().lines().map(name -> dynamicTest(name, () -> passes(tests, name)));
    }

    @Test
    void theAnalyzerFindsNothing() throws Exception {
        AgentBuild.needsCompiler();

        Said said = AgentBuild.run(AgentBuild.CHECKS.resolve("check.sh").toString(), "analyze");

        assertThat(said.code()).as(said.text()).isZero();
    }

    private static void passes(Path tests, String name) throws IOException, InterruptedException {
        Said said = AgentBuild.run(tests.toString(), name);
        AgentBuild.skipUnless(said.code() != CANNOT_RUN, name + " needs root");
        assertThat(said.code()).as(said.text() + AgentBuild.reports()).isZero();
        assertThat(AgentBuild.reports()).isEmpty();
    }
}
