package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.Output;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TinyTar;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@OnEverySocket
@Conformance("containers.logs")
class LogsIT {

    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final LogOptions ALL = LogOptions.DEFAULTS;

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private ContainerOperations operations() {
        return TestEngine.client(kind).containers();
    }

    @Test
    void keepStandardOutputAndErrorApart() {
        String name = runToEnd(TestContainers.config("sh", "-c", "echo out; echo err >&2; printf h\u00e9"));

        Output both = read(name, ALL);
        assertThat(both.out()).isEqualTo("out\nh\u00e9");
        assertThat(both.err()).isEqualTo("err\n");

        Output errors = read(name, new LogOptions(false, false, true, false, null, null, null, false));
        assertThat(errors.out()).isEmpty();
        assertThat(errors.err()).isEqualTo("err\n");
    }

    @Test
    void canBeCutToTheLastLines() {
        String name = runToEnd(TestContainers.config("seq", "1", "100"));

        assertThat(read(name, ALL.withTail(3)).out()).isEqualTo("98\n99\n100\n");
        assertThat(read(name, ALL.withTail(0)).out()).isEmpty();
        assertThat(read(name, ALL).out()).startsWith("1\n2\n").endsWith("100\n");
    }

    @Test
    void canBeginAtATimeAndShowTimes() {
        String name = runToEnd(TestContainers.config("echo", "x"));

        assertThat(read(name, LogOptions.DEFAULTS.withTimestamps().between(Instant.EPOCH, null))
                        .out())
                .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z x\n");
        Instant far = Instant.now().plusSeconds(3_600);
        assertThat(read(name, LogOptions.DEFAULTS.between(far, null)).out()).isEmpty();
    }

    @Test
    void canBeginAndEndBetweenTwoLines() {
        String name = runToEnd(
                TestContainers.config("sh", "-c", "echo first; sleep 0.05; echo second; sleep 0.05; echo third"));
        List<Instant> times = read(name, ALL.withTimestamps())
                .out()
                .lines()
                .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
                .toList();

        assertThat(read(name, ALL.between(between(times.get(0), times.get(1)), null))
                        .out())
                .isEqualTo("second\nthird\n");
        assertThat(read(name, ALL.between(times.get(1), null)).out()).isEqualTo("second\nthird\n");
        assertThat(read(name, ALL.between(null, between(times.get(1), times.get(2))))
                        .out())
                .isEqualTo("first\nsecond\n");
        assertThat(read(name, ALL.between(between(times.get(0), times.get(1)), between(times.get(1), times.get(2))))
                        .out())
                .isEqualTo("second\n");
    }

    private static Instant between(Instant earlier, Instant later) {
        return earlier.plus(Duration.between(earlier, later).dividedBy(2));
    }

    @Test
    void canEndAtATime() {
        String name = runToEnd(TestContainers.config("echo", "x"));

        assertThat(read(name, LogOptions.DEFAULTS.between(null, Instant.now().minusSeconds(3_600)))
                        .out())
                .isEmpty();
        assertThat(read(
                                name,
                                LogOptions.DEFAULTS.between(
                                        Instant.EPOCH, Instant.now().plusSeconds(3_600)))
                        .out())
                .isEqualTo("x\n");
    }

    @Test
    void areFollowedUntilTheContainerEnds() {
        String name = containers.start(
                TestContainers.config("sh", "-c", "echo first; while ! [ -e /go ]; do sleep 0.02; done; echo last"));

        operations()
                .logs(name, ALL.following())
                .map(frame -> frame.text().strip())
                .as(StepVerifier::create)
                .expectNext("first")
                .then(() -> operations()
                        .putArchive(
                                name,
                                "/",
                                Flux.just(new TinyTar().file("go", "").bytes()))
                        .block(SHORT))
                .expectNext("last")
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    void ofATerminalAreOneRawStream() {
        String name = runToEnd(
                TestContainers.config("sh", "-c", "echo out; echo err >&2").tty(true));

        assertThat(read(name, ALL.withTty(true)).raw()).isEqualTo("out\r\nerr\r\n");
    }

    @Test
    @Tag("C5")
    void canBeReadFrameByFrame() {
        String name = runToEnd(TestContainers.config("seq", "1", "2000"));

        operations()
                .logs(name, ALL)
                .limitRate(1)
                .reduce("", (all, frame) -> all + frame.text())
                .as(StepVerifier::create)
                .assertNext(all -> assertThat(all.lines()).hasSize(2_000))
                .expectComplete()
                .verify(SHORT);
    }

    private String runToEnd(ContainerConfig.Builder config) {
        String name = containers.start(config);
        operations().waitFor(name, WaitCondition.NOT_RUNNING).block(SHORT);
        return name;
    }

    private Output read(String name, LogOptions options) {
        return Output.of(operations().logs(name, options)).block(SHORT);
    }
}
