package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConflictException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.Output;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@OnEverySocket
@Conformance("containers.attach")
class AttachIT {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final int EIGHT_MIB = 8 * 1024 * 1024;

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private ContainerOperations operations() {
        return TestEngine.client(kind).containers();
    }

    @Test
    void echoesEightMebibytesExactlyAndEndsAfterTheEndOfItsInput() {
        byte[] content = new byte[EIGHT_MIB];
        new Random(7).nextBytes(content);
        String name = containers.create(interactive("cat"));
        DuplexStream stream = attachAndStart(name, AttachOptions.ALL);

        Mono<Output> echoed = Output.of(stream.output());
        Mono<Boolean> input =
                stream.write(pieces(content)).then(stream.endInput()).thenReturn(true);

        assertThat(Mono.zip(echoed, input).block(SHORT).getT1().stdout()).isEqualTo(content);
        assertThat(operations()
                        .waitFor(name, WaitCondition.NOT_RUNNING)
                        .block(SHORT)
                        .statusCode())
                .isZero();
    }

    @Test
    void seesAllOutputWhenItIsOpenedBeforeTheStart() {
        String name = containers.create(TestContainers.config("sh", "-c", "echo out; echo err >&2"));
        DuplexStream stream = attachAndStart(name, AttachOptions.OUTPUT);

        Output output = Output.of(stream.output()).block(SHORT);

        assertThat(output.out()).isEqualTo("out\n");
        assertThat(output.err()).isEqualTo("err\n");
    }

    @Test
    @Conformance({"containers.attach", "containers.resize"})
    void ofATerminalHasTheSizeThatTheContainerIsGiven() {
        String name = containers.create(
                interactive("sh", "-c", "while ! stty size 2>/dev/null | grep -q '^33 111$'; do :; done; echo ok")
                        .tty(true));
        DuplexStream stream = attachAndStart(name, AttachOptions.ALL.withTty(true));

        Mono<Output> output = Output.of(stream.output());
        Mono<Boolean> resize = operations().resize(name, 33, 111).thenReturn(true);

        assertThat(Mono.zip(output, resize).block(SHORT).getT1().raw()).isEqualTo("ok\r\n");
    }

    @Test
    @Conformance("containers.create")
    void ofATerminalHasTheSizeThatTheContainerWasCreatedWith() {
        String name = containers.create(interactive("stty", "size")
                .tty(true)
                .hostConfig(TestContainers.host().consoleSize(List.of(33, 111)).build()));
        DuplexStream stream = attachAndStart(name, AttachOptions.ALL.withTty(true));

        assertThat(Output.of(stream.output()).block(SHORT).raw()).isEqualTo("33 111\r\n");
    }

    @Test
    @Conformance("containers.attach")
    void toATerminalEndsByTheKeysThatAreAskedFor() {
        String name = containers.create(
                interactive("sh", "-c", "echo ready; exec cat").tty(true));
        DuplexStream stream =
                attachAndStart(name, AttachOptions.ALL.withTty(true).withDetachKeys("ctrl-x,q"));

        // Podman loses what is sent to a terminal before its program runs.
        Mono<Void> keys = stream.write(Flux.just(bytes("\u0018"), bytes("q")));
        stream.output()
                .concatMap(frame -> frame.text().contains("ready") ? keys : Mono.<Void>empty())
                .as(StepVerifier::create)
                .expectComplete()
                .verify(SHORT);
        assertThat(operations().inspect(name).block(SHORT).state().running()).isTrue();
    }

    @Test
    @Tag("C8")
    @Conformance("containers.resize")
    void toResizeNeedsARunningContainer() {
        String name = containers.create(interactive("cat").tty(true));

        operations()
                .resize(name, 33, 111)
                .as(StepVerifier::create)
                .expectError(ConflictException.class)
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    void ofAProgramThatDoesNotReadItsInputKeepsTheOutputWhole() {
        String name = containers.create(interactive("sh", "-c", "exec <&-; seq 1 20000"));
        DuplexStream stream = attachAndStart(name, AttachOptions.ALL);

        Mono<Output> output = Output.of(stream.output());
        Mono<Boolean> input = stream.write(pieces(new byte[EIGHT_MIB]))
                .then(stream.endInput())
                .thenReturn(true)
                .onErrorReturn(false);

        assertThat(Mono.zip(output, input).block(SHORT).getT1().out().lines()).hasSize(20_000);
    }

    @Test
    void toATerminalIsRawBothWaysAndEndsByTheEndOfTransmissionCharacter() {
        String name = containers.create(interactive("cat").tty(true));
        DuplexStream stream = attachAndStart(name, AttachOptions.ALL.withTty(true));

        Mono<Output> output = Output.of(stream.output());
        Mono<Boolean> input = stream.write(Flux.just(bytes("hello\n"), bytes("\u0004")))
                .then(stream.endInput())
                .thenReturn(true);

        // Once echoed by the terminal, once by the program.
        assertThat(Mono.zip(output, input).block(SHORT).getT1().raw()).isEqualTo("hello\r\nhello\r\n");
    }

    @Test
    @Tag("C3")
    void whenItsConnectionGoesTheProgramSeesTheEndOfItsInput() {
        ContainerConfig.Builder leased = interactive("cat")
                .hostConfig(TestContainers.host()
                        .autoRemove(true)
                        .logConfig(LogConfig.NONE)
                        .build());
        String name = containers.create(leased);
        DuplexStream stream = attachAndStart(name, AttachOptions.ALL);

        stream.dispose();

        ListContainersOptions mine = ListContainersOptions.ALL
                .withFilter("label", TestRun.LABEL + "=" + TestRun.ID)
                .withFilter("name", name);
        Eventually.holds(
                "the container has gone",
                () -> Boolean.FALSE.equals(operations().list(mine).hasElements().block(SHORT)));
    }

    @Test
    @Tag("C14")
    void worksWithoutALog() {
        ContainerConfig.Builder unlogged = TestContainers.config("echo", "seen")
                .hostConfig(TestContainers.host().logConfig(LogConfig.NONE).build());
        String name = containers.create(unlogged);
        DuplexStream stream = attachAndStart(name, AttachOptions.OUTPUT);

        assertThat(Output.of(stream.output()).block(SHORT).out()).isEqualTo("seen\n");
    }

    @Test
    void canBeginWithWhatWasLoggedBefore() {
        String name = containers.start(TestContainers.config("sh", "-c", "echo early; exec tail -f /dev/null"));
        operations().logs(name, LogOptions.DEFAULTS.following()).blockFirst(SHORT);

        operations()
                .attach(name, new AttachOptions(false, true, true, true, false, null))
                .flatMapMany(DuplexStream::output)
                .as(StepVerifier::create)
                .assertNext(frame -> assertThat(frame.text()).isEqualTo("early\n"))
                .thenCancel()
                .verify(SHORT);
    }

    private static ContainerConfig.Builder interactive(String... command) {
        return TestContainers.config(command)
                .openStdin(true)
                .stdinOnce(true)
                .attachStdin(true)
                .attachStdout(true)
                .attachStderr(true);
    }

    private DuplexStream attachAndStart(String name, AttachOptions options) {
        DuplexStream stream = operations().attach(name, options).block(SHORT);
        operations().start(name).block(SHORT);
        return stream;
    }

    private static Flux<byte[]> pieces(byte[] content) {
        int size = 30_000;
        return Flux.range(0, (content.length + size - 1) / size)
                .map(i -> Arrays.copyOfRange(content, i * size, Math.min(content.length, (i + 1) * size)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
