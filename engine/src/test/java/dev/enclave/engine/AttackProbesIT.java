package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.HostProcesses;
import dev.enclave.engine.support.Resource;
import dev.enclave.engine.support.SandboxEnds;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** C10 for the agent: what a command may try against the program that runs it. */
@Tag("C10")
class AttackProbesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SOURCE = Resource.text("/dev/enclave/engine/attack.py");
    private static final String NO_CAPABILITY = "0000000000000000";

    private static SandboxEngine engine;

    @BeforeAll
    static void open() {
        engine = SandboxEngine.builder()
                .dockerClient(TestEngine.client())
                .agent(AgentUse.REQUIRED)
                .build();
    }

    @AfterAll
    static void close() {
        engine.close().block(PATIENCE);
    }

    /** Who the commands of a sandbox are, beside whom the agent is. */
    enum Who {
        ROOT_BESIDE_ROOT,
        USER_BESIDE_ROOT,
        USER_BESIDE_ITSELF;

        SandboxSpec spec() {
            SandboxSpec.Builder spec = TestSpecs.python();
            return switch (this) {
                case ROOT_BESIDE_ROOT -> spec.build();
                case USER_BESIDE_ROOT -> spec.user("1234:1234").build();
                case USER_BESIDE_ITSELF -> spec.security(SecurityProfile.STRICT).build();
            };
        }

        boolean isAgentsUser() {
            return this != USER_BESIDE_ROOT;
        }
    }

    private static Map<String, String> attack(Sandbox sandbox, String... options) {
        String[] argv = Stream.concat(Stream.of("python3", "-c", SOURCE), Arrays.stream(options))
                .toArray(String[]::new);
        ExecResult result = sandbox.exec(Command.of(argv)).block(PATIENCE);
        assertThat(result.isSuccess()).as(result.stderr()).isTrue();
        Map<String, String> outcomes = new LinkedHashMap<>();
        result.stdout().lines().forEach(line -> outcomes.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
        return outcomes;
    }

    private static <T> T with(SandboxSpec spec, Function<Sandbox, T> use) {
        return engine.use(
                        spec,
                        sandbox -> Mono.fromCallable(() -> use.apply(sandbox)).subscribeOn(Schedulers.boundedElastic()))
                .block(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void neitherAgentNorSupervisorCanBeReadTracedOrWrittenTo(Who who) {
        Map<String, String> outcomes = with(who.spec(), sandbox -> {
            Map<String, String> told = attack(sandbox);
            assertThat(sandbox.exec("echo alive").block(PATIENCE).stdout()).isEqualTo("alive\n");
            return told;
        });

        outcomes.forEach((attempt, outcome) -> {
            if (attempt.matches("(write|read|enter|find|ptrace|seize|remove) .*")) {
                assertThat(outcome).as(attempt).isIn("EACCES", "EPERM", "EROFS", "ETXTBSY", "ENOENT");
            }
        });
        assertThat(outcomes).containsKeys("ptrace the agent", "write through a link", "read the supervisor's memory");
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void commandsInheritNothingOfTheAgent(Who who) {
        Map<String, String> outcomes = with(who.spec(), sandbox -> attack(sandbox));

        assertThat(outcomes.get("descriptors of my own")).isEqualTo("0 1 2");
        assertThat(outcomes.get("environment").split(" "))
                .contains("HOME", "HOSTNAME", "PATH")
                .hasSizeLessThan(9);
        assertThat(outcomes.get("capabilities")).endsWith("new privileges 1").doesNotContain(" c0");
        if (who != Who.ROOT_BESIDE_ROOT) {
            assertThat(outcomes.get("capabilities")).startsWith(NO_CAPABILITY);
        } else {
            // CHOWN, DAC_OVERRIDE and FOWNER; none of what the agent has beyond.
            assertThat(outcomes.get("capabilities")).startsWith("000000000000000b of 000000000000000b");
        }
        assertThat(outcomes.get("niceness")).isEqualTo("5");
        assertThat(outcomes.get("oom score")).isEqualTo("800");
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void signalsToTheAgentDoNothing(Who who) {
        Map<String, String> outcomes = with(who.spec(), sandbox -> {
            Map<String, String> told = attack(sandbox);
            assertThat(sandbox.exec("echo alive").block(PATIENCE).stdout()).isEqualTo("alive\n");
            return told;
        });

        // The kernel takes them from the same user, and drops them for the first process of a container.
        String taken = who.isAgentsUser() ? "done" : "EPERM";
        assertThat(outcomes)
                .containsEntry("kill the agent", taken)
                .containsEntry("stop the agent", taken)
                .containsEntry("terminate the agent", taken);
    }

    @Test
    void anotherUserCannotLimitTheAgent() {
        Map<String, String> outcomes = with(Who.USER_BESIDE_ROOT.spec(), sandbox -> attack(sandbox, "limit"));

        assertThat(outcomes).containsEntry("limit the agent", "EPERM");
    }

    /** Its agent cannot wait for anything any more then. What it ends is its own sandbox, all of it, and this is told. */
    @ParameterizedTest
    @EnumSource(names = {"ROOT_BESIDE_ROOT", "USER_BESIDE_ITSELF"})
    void theAgentsOwnUserEndsItsSandboxByLimitingTheAgent(Who who) {
        String limit = "import resource, time; resource.prlimit(1, resource.RLIMIT_NOFILE, (3, 3)); time.sleep(7802)";
        String mark = TestRun.name("limits");
        Sandbox sandbox = engine.create(who.spec()).block(PATIENCE);

        StepVerifier.create(sandbox.exec(Command.of("python3", "-c", limit, mark)))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(SandboxGoneException.class)
                        .hasMessageContaining("sandbox " + sandbox.id()))
                .verify(PATIENCE);

        SandboxEnds.awaitFailed(sandbox);
        StepVerifier.create(sandbox.exec("true"))
                .expectError(SandboxGoneException.class)
                .verify(PATIENCE);
        SandboxEnds.awaitContainerGone(sandbox);
        assertThat(HostProcesses.count(mark)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void aCommandThatKillsItsSupervisorEndsItselfAndNothingElse(Who who) {
        with(who.spec(), sandbox -> {
            Flux<OutputChunk> beside = sandbox.stream(Command.shell("sleep 2; echo unharmed"));
            ExecResult[] killer = new ExecResult[1];
            StepVerifier.create(
                            beside.filter(OutputChunk.Data.class::isInstance).map(OutputChunk::text))
                    .then(() -> killer[0] = sandbox.exec(
                                    "setsid sleep 7801 >/dev/null 2>&1 & kill -9 $PPID && sleep 7801; echo $?")
                            .block(PATIENCE))
                    .expectNext("unharmed\n")
                    .expectComplete()
                    .verify(PATIENCE);
            if (who.isAgentsUser()) {
                assertThat(killer[0].exitCode()).hasValue(137);
            } else {
                // It may not: the sleep that was to follow is not reached.
                assertThat(killer[0].stdout()).isEqualTo("1\n");
            }
            sandbox.exec("kill -9 $(grep -las '[s]leep.7801' /proc/[0-9]*/cmdline | cut -d/ -f3)")
                    .filter(ignored -> !who.isAgentsUser())
                    .block(PATIENCE);
            Eventually.holds(
                    "no process is left",
                    () -> sandbox.exec("grep -las '[s]leep.7801' /proc/[0-9]*/cmdline")
                            .block(PATIENCE)
                            .stdout()
                            .isEmpty());
            return true;
        });
    }

    @Test
    void printedFramesAreOutput() {
        String forged = "\\000\\000\\000\\000\\207\\000\\000\\000\\001\\000\\000\\000\\005\\217\\000\\000\\000\\000";
        byte[] printed = with(
                Who.ROOT_BESIDE_ROOT.spec(),
                sandbox -> sandbox.exec(Command.of("printf", forged))
                        .block(PATIENCE)
                        .stdoutBytes());

        assertThat(printed).hasSize(18).startsWith(0, 0, 0, 0, 0x87);
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void aWorkingDirectoryIsEnteredWithTheRightsOfTheCommand(Who who) {
        with(who.spec(), sandbox -> {
            sandbox.exec("ln -s /proc/1/cwd /tmp/agents-directory").block(PATIENCE);
            StepVerifier.create(sandbox.exec(Command.of("pwd").withWorkingDirectory("/tmp/agents-directory")))
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(CommandStartException.class)
                            .hasMessageContaining("/tmp/agents-directory"))
                    .verify(PATIENCE);
            return true;
        });
    }
}
