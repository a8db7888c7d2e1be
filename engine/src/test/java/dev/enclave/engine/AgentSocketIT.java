package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The socket by which an agent reaches this process, on a real engine. */
class AgentSocketIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Tells how each of three attempts to connect ends. */
    private static final String KNOCK = """
            import socket
            for attempt in range(3):
                try:
                    s = socket.socket(socket.AF_UNIX)
                    s.connect('/.enclave/socket')
                    print('connected')
                except OSError as e:
                    print(e.strerror)
            """;

    @TempDir
    Path folder;

    private SandboxEngine engine;

    private void open(UnaryOperator<SandboxEngine.Builder> options) {
        engine = options.apply(SandboxEngine.builder()
                        .dockerClient(TestEngine.client())
                        .agent(AgentUse.REQUIRED)
                        .agentSocketFolder(folder))
                .build();
    }

    @AfterEach
    void close() {
        engine.close().block(PATIENCE);
        assertThat(folder).isEmptyDirectory();
    }

    private Sandbox create(SandboxSpec.Builder spec) {
        return engine.create(spec.build()).block(PATIENCE);
    }

    private static String run(Sandbox sandbox, String... argv) {
        ExecResult result = sandbox.exec(Command.of(argv)).block(PATIENCE);
        assertThat(result.isSuccess()).as(result.stderr()).isTrue();
        return result.stdout();
    }

    /** How the main process was called. */
    private static String agent(Sandbox sandbox) {
        return run(sandbox, "cat", "/proc/1/cmdline").replace('\0', ' ');
    }

    private List<Path> sockets() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file)).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STANDARD", "STRICT"})
    @Tag("C10")
    void canBeReachedByNobodyAfterTheAgent(SecurityProfile security) {
        open(builder -> builder);
        Sandbox sandbox = create(TestSpecs.python().security(security));

        assertThat(agent(sandbox)).contains("--connect");
        assertThat(run(sandbox, "python3", "-c", KNOCK).lines())
                .hasSize(3)
                .allMatch(outcome -> outcome.matches("Connection refused|No such file or directory"));
        Eventually.holds("the file of the socket is gone", () -> sockets().isEmpty());
        assertThat(run(sandbox, "echo", "alive")).isEqualTo("alive\n");
    }

    @Test
    void carriesWhatIsPrintedPastTheEngine() {
        open(builder -> builder);
        Sandbox sandbox = create(TestSpecs.busybox());

        Long bytes = sandbox.stream(Command.of("head", "-c", "20000000", "/dev/zero"))
                .reduce(0L, (sum, chunk) -> chunk instanceof OutputChunk.Data data ? sum + data.bytes().length : sum)
                .block(PATIENCE);

        assertThat(bytes).isEqualTo(20_000_000L);
    }

    @Test
    void comesBackWhenItsFolderHasBeenCleanedUp() throws IOException {
        open(builder -> builder);
        Sandbox first = create(TestSpecs.busybox());
        Eventually.holds("the file of the socket is gone", () -> sockets().isEmpty());
        Path cleanedUp;
        try (Stream<Path> folders = Files.list(folder)) {
            cleanedUp = folders.findFirst().orElseThrow();
        }
        Files.delete(cleanedUp);

        assertThat(agent(create(TestSpecs.busybox()))).contains("--connect");
        assertThat(run(first, "echo", "alive")).isEqualTo("alive\n");
    }

    @Test
    void canBeSwitchedOff() {
        open(builder -> builder.agentSocket(false));
        Sandbox sandbox = create(TestSpecs.busybox());

        assertThat(agent(sandbox)).contains("agent run").doesNotContain("--connect");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @Tag("C8")
    void isDoneWithoutWhereTheEngineDoesNotSeeIt() throws IOException {
        // A path that means something else to dockerd.
        Path mine = Path.of("/proc/self/cwd/target/agent-socket-it");
        Files.createDirectories(mine);
        open(builder -> builder.agentSocketFolder(mine));

        Sandbox first = create(TestSpecs.busybox());
        Sandbox second = create(TestSpecs.busybox());

        assertThat(agent(first)).doesNotContain("--connect");
        assertThat(agent(second)).doesNotContain("--connect");
        engine.close().block(PATIENCE);
        assertThat(mine).isEmptyDirectory();
    }

    @Test
    @Tag("C8")
    void isDoneWithoutWhereItCannotBeMade() {
        open(builder -> builder.agentSocketFolder(folder.resolve("missing")));

        assertThat(agent(create(TestSpecs.busybox()))).doesNotContain("--connect");
    }
}
