package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.enclave.engine.support.EngineWitness;
import dev.enclave.engine.support.ShellImage;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The own program of an image, started as the first command: through the agent and through the exec API. */
@Tag("C8")
class ImageEntrypointIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String CONFIG = """
            {"Env":["PATH=/bin","GREETING=hello"],"WorkingDir":"/bin","Entrypoint":["sh","-c",
            "trap 'echo bye; exit 3' TERM; echo $GREETING $* in $PWD as $(busybox id -u); while :; do sleep 0.1; done","entry"],
            "Cmd":["from","image"]}""";

    private static final String NOT_THERE = """
            {"Env":["PATH=/bin"],"Entrypoint":["/no/such/program"]}""";

    private static final String NOTHING = """
            {"Env":["PATH=/bin"]}""";

    private static String image;

    private SandboxEngine engine;

    @BeforeAll
    static void loadImage() {
        image = ShellImage.load(CONFIG);
    }

    @AfterAll
    static void removeImage() {
        ShellImage.remove(image);
    }

    @AfterEach
    void closeEngine() {
        if (engine != null) {
            engine.close().block(PATIENCE);
        }
    }

    private SandboxEngine engine(AgentUse agent) {
        engine = SandboxEngine.builder()
                .dockerClient(TestEngine.client())
                .agent(agent)
                .orphanWatch(false)
                .build();
        return engine;
    }

    private static SandboxSpec.Builder spec(String of) {
        return SandboxSpec.builder(of).pullPolicy(PullPolicy.NEVER).label(TestRun.LABEL, TestRun.ID);
    }

    static Stream<Arguments> waysAndProfiles() {
        return Stream.of(AgentUse.REQUIRED, AgentUse.NEVER)
                .flatMap(way -> Stream.of(SecurityProfile.STANDARD, SecurityProfile.STRICT)
                        .map(profile -> Arguments.of(way, profile)));
    }

    @ParameterizedTest
    @MethodSource("waysAndProfiles")
    void runsAsTheFirstCommandAndIsAProcessLikeOthers(AgentUse way, SecurityProfile profile) {
        SandboxSpec spec = spec(image).imageEntrypoint().security(profile).build();
        Sandbox sandbox = engine(way).create(spec).block(PATIENCE);

        SandboxProcess program = sandbox.imageEntrypoint().orElseThrow();
        assertThat(sandbox.processes()).containsExactly(program);
        assertThat(sandbox.process(program.id())).containsSame(program);
        assertThat(program.isBackground()).isTrue();
        String user = profile == SecurityProfile.STRICT ? "65534" : "0";
        assertThat(program.lines().blockFirst(PATIENCE).text()).isEqualTo("hello from image in /sandbox as " + user);
        assertThat(program.isRunning()).isTrue();

        program.signal(Signal.TERM).block(PATIENCE);

        assertThat(program.exit().block(PATIENCE).outcome()).isEqualTo(new Outcome.NonZeroExit(3));
        assertThat(program.lines().map(OutputLine::text).collectList().block(PATIENCE))
                .hasSize(2)
                .endsWith("bye");
        assertThat(sandbox.imageEntrypoint()).containsSame(program);
        assertThat(sandbox.exec("echo goes on").block(PATIENCE).stdout()).isEqualTo("goes on\n");
    }

    @Test
    void takesArgumentsInPlaceOfTheImagesCommand() {
        SandboxSpec spec = spec(image).imageEntrypoint("with", "two words").build();

        Mono<String> line = engine(AgentUse.REQUIRED)
                .use(
                        spec,
                        sandbox -> Flux.from(
                                        sandbox.imageEntrypoint().orElseThrow().lines())
                                .map(OutputLine::text)
                                .next());

        assertThat(line.block(PATIENCE)).startsWith("hello with two words in ");
    }

    @Test
    void isNotThereUnlessItIsAskedFor() {
        Sandbox sandbox = engine(AgentUse.REQUIRED).create(spec(image).build()).block(PATIENCE);

        assertThat(sandbox.imageEntrypoint()).isEmpty();
        assertThat(sandbox.processes()).isEmpty();
    }

    @Tag("C2")
    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "NEVER"})
    void aProgramThatCannotBeStartedFailsTheCreationAndLeavesNothing(AgentUse way) {
        EngineWitness witness = new EngineWitness();
        String wrong = ShellImage.load(NOT_THERE);
        try {
            SandboxSpec spec = witness.mark(spec(wrong).imageEntrypoint());

            assertThatThrownBy(() -> engine(way).create(spec).block(PATIENCE))
                    .isInstanceOf(SandboxCreationException.class)
                    .hasMessageContaining("[/no/such/program]")
                    .hasMessageMatching("(?is).*no such file.*")
                    .hasCauseInstanceOf(CommandStartException.class)
                    .asInstanceOf(throwable(SandboxCreationException.class))
                    .satisfies(e -> assertThat(e.getMessage()).containsOnlyOnce(String.valueOf(e.sandboxId())));

            List<String> actions = witness.actions();
            assertThat(actions).contains("start").endsWith("destroy");
            assertThat(engine.list()
                            .filter(info -> info.image().equals(wrong))
                            .collectList()
                            .block(PATIENCE))
                    .isEmpty();
        } finally {
            ShellImage.remove(wrong);
        }
    }

    @Test
    void anImageWithoutAProgramIsRefusedBeforeAnythingIsCreated() {
        EngineWitness witness = new EngineWitness();
        String empty = ShellImage.load(NOTHING);
        try {
            SandboxSpec spec = witness.mark(spec(empty).imageEntrypoint("argument"));

            assertThatThrownBy(() -> engine(AgentUse.REQUIRED).create(spec).block(PATIENCE))
                    .isInstanceOf(SpecRefusedException.class)
                    .hasMessageContaining("neither an ENTRYPOINT nor a CMD");
            assertThat(witness.actions()).isEmpty();
        } finally {
            ShellImage.remove(empty);
        }
    }
}
