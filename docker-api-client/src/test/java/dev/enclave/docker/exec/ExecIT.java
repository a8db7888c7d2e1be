package dev.enclave.docker.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.Output;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@OnEverySocket
class ExecIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    @RegisterExtension
    static final TestContainers CONTAINERS = TestContainers.ofClass();

    private static String container;

    @Parameter
    SocketKind kind;

    private DockerClient client;
    private Execs execs;
    private String lastExec = "";

    @BeforeAll
    static void startContainer() {
        container = CONTAINERS.startIdle();
    }

    @BeforeEach
    void prepare() {
        client = TestEngine.client(kind);
        execs = new Execs(client, container);
    }

    @Nested
    class Printing {

        @Test
        @Conformance({"execs.create", "execs.start", "execs.exitCode"})
        void keepsStandardOutputAndErrorApart() {
            Execs.Result result = execs.run("sh", "-c", "echo out; echo err >&2; printf 'h\u00e9'; exit 3")
                    .block(SHORT);

            assertThat(result.output().out()).isEqualTo("out\nh\u00e9");
            assertThat(result.output().err()).isEqualTo("err\n");
            assertThat(result.exitCode()).isEqualTo(3);
        }

        @Test
        @Conformance("execs.create")
        void followsEnvironmentUserAndDirectory() {
            ExecConfig config = Execs.config("sh", "-c", "echo $A; id -u; id -g; pwd")
                    .env(List.of("A=b c"))
                    .user("1234:5678")
                    .workingDir("/proc")
                    .build();

            assertThat(execs.run(config, false).block(SHORT).output().out()).isEqualTo("b c\n1234\n5678\n/proc\n");
        }

        @Test
        @Tag("C5")
        @Conformance("execs.start")
        void isWholeWhenItIsLargeAndReadSlowly() {
            String exec = create(Execs.config("seq", "1", "200000"));

            Flux<String> frames = client.execs()
                    .start(exec, false)
                    .flatMapMany(DuplexStream::output)
                    .limitRate(1)
                    .map(frame -> frame.text());

            assertThat(frames.reduce(new StringBuilder(), StringBuilder::append)
                            .block(SHORT)
                            .toString()
                            .lines())
                    .hasSize(200_000)
                    .endsWith("200000");
        }
    }

    @Nested
    @Conformance("execs.start")
    class Input {

        @Test
        void isEndedWhileTheOutputGoesOn() {
            byte[] content = new byte[1_000_000];
            new Random(3).nextBytes(content);
            DuplexStream stream =
                    start(Execs.config("sh", "-c", "cat; echo done >&2").attachStdin(true));

            Mono<Output> output = Output.of(stream.output());
            Mono<Boolean> input = stream.write(Flux.just(
                            Arrays.copyOf(content, 1),
                            Arrays.copyOfRange(content, 1, 500_000),
                            Arrays.copyOfRange(content, 500_000, content.length)))
                    .then(stream.endInput())
                    .thenReturn(true);
            Output both = Mono.zip(output, input).block(SHORT).getT1();

            assertThat(both.stdout()).isEqualTo(content);
            assertThat(both.err()).isEqualTo("done\n");
        }

        @Test
        void thatNobodyReadsDoesNotCutTheOutput() {
            DuplexStream stream = start(Execs.config("seq", "1", "1000").attachStdin(true));

            Mono<Output> output = Output.of(stream.output());
            Mono<Boolean> input = stream.write(Flux.range(0, 100).map(i -> new byte[50_000]))
                    .thenReturn(true)
                    .onErrorReturn(false);

            assertThat(Mono.zip(output, input).block(SHORT).getT1().out().lines())
                    .hasSize(1_000);
        }
    }

    @Nested
    class Terminal {

        @Test
        @Conformance({"execs.resize", "execs.start", "execs.inspect"})
        void isRawAndHasTheSizeThatItIsGiven() {
            ExecConfig config = Execs.config(
                            "sh", "-c", "while ! stty size 2>/dev/null | grep -q '^33 111$'; do :; done; echo ok")
                    .tty(true)
                    .build();
            String exec = client.execs().create(container, config).block(SHORT);
            DuplexStream stream = client.execs().start(exec, true).block(SHORT);
            Eventually.holds(
                    "the exec runs",
                    () -> client.execs().inspect(exec).block(SHORT).hasStarted());

            Mono<Output> output = Output.of(stream.output());
            Mono<Boolean> resize = client.execs().resize(exec, 33, 111).thenReturn(true);

            assertThat(Mono.zip(output, resize).block(SHORT).getT1().raw()).isEqualTo("ok\r\n");
        }

        @Test
        @Conformance("execs.create")
        void hasTheSizeThatItIsCreatedWith() {
            ExecConfig config = Execs.config("stty", "size")
                    .tty(true)
                    .attachStdin(true)
                    .consoleSize(List.of(33, 111))
                    .build();

            assertThat(execs.run(config, true).block(SHORT).output().raw()).isEqualTo("33 111\r\n");
        }

        @Test
        @Conformance({"execs.create", "execs.start"})
        void isLeftByTheKeysThatAreAskedFor() {
            ExecConfig config = Execs.config("cat")
                    .tty(true)
                    .attachStdin(true)
                    .detachKeys("ctrl-x,q")
                    .build();
            String exec = client.execs().create(container, config).block(SHORT);
            DuplexStream stream = client.execs().start(exec, true).block(SHORT);

            Mono<Boolean> keys =
                    stream.write(Flux.just(new byte[] {24}, new byte[] {'q'})).thenReturn(true);

            // The program itself would not end of that.
            assertThat(Mono.zip(Output.of(stream.output()), keys).block(SHORT).getT2())
                    .isTrue();
        }

        @Test
        @Conformance("execs.start")
        void takesInterruptFromTheKeyboard() {
            ExecConfig config = Execs.config("sh", "-c", "echo ready; exec sleep 1000")
                    .tty(true)
                    .attachStdin(true)
                    .build();
            String exec = client.execs().create(container, config).block(SHORT);
            DuplexStream stream = client.execs().start(exec, true).block(SHORT);

            Mono<Void> interrupt = stream.write(Mono.just(new byte[] {3}));
            stream.output()
                    .concatMap(frame -> frame.text().contains("ready") ? interrupt : Mono.empty())
                    .blockLast(SHORT);

            assertThat(client.execs().exitCode(exec, SHORT).block(SHORT)).isEqualTo(130);
        }
    }

    @Nested
    @Tag("C8")
    class Outcome {

        @Test
        @Conformance({"execs.inspect", "execs.exitCode"})
        void isUnknownBeforeTheEndAndKnownAfterIt() {
            DuplexStream stream = start(Execs.config("cat").attachStdin(true));
            String exec = lastExec;
            Eventually.holds(
                    "the exec runs",
                    () -> Boolean.TRUE.equals(
                            client.execs().inspect(exec).block(SHORT).running()));

            client.execs()
                    .exitCode(exec, Duration.ofMillis(200))
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(DockerTimeoutException.class)
                            .hasMessageContaining("no exit code within 200 ms"))
                    .verify(SHORT);
            stream.endInput().block(SHORT);
            stream.output().blockLast(SHORT);

            assertThat(client.execs().exitCode(exec, SHORT).block(SHORT)).isZero();
        }

        @Test
        @Conformance({"execs.start", "execs.exitCode"})
        void ofAnUnknownProgramIsItsCodeAndATextOnTheOutput() {
            Execs.Result result = execs.run("/no/such/program").block(SHORT);

            assertThat(result.exitCode()).isIn(126, 127);
            assertThat(result.output().out() + result.output().err()).contains("/no/such/program");
        }

        @Test
        @Conformance("execs.exitCode")
        void ofAProgramKilledByASignalIsItsCode() {
            assertThat(execs.run("sh", "-c", "kill -9 $$").block(SHORT).exitCode())
                    .isEqualTo(137);
        }

        @Test
        @Conformance("execs.startDetached")
        void ofADetachedCommandIsKnownToo() {
            String exec = create(ExecConfig.builder(List.of("sh", "-c", "exit 5")));

            client.execs().startDetached(exec).block(SHORT);

            assertThat(client.execs().exitCode(exec, Duration.ofSeconds(10)).block(SHORT))
                    .isEqualTo(5);
            assertThat(client.execs().inspect(exec).block(SHORT).processConfig())
                    .satisfies(process -> {
                        assertThat(process.entrypoint()).isEqualTo("sh");
                        assertThat(process.arguments()).containsExactly("-c", "exit 5");
                        assertThat(process.tty()).isFalse();
                    });
        }

        @Test
        @Conformance("execs.exitCode")
        void isRightForEachOfAHundredShortCommands() {
            List<Integer> codes = Flux.range(0, 100)
                    .flatMapSequential(
                            code -> execs.run("sh", "-c", "echo " + code + "; exit " + code)
                                    .doOnNext(result ->
                                            assertThat(result.output().out()).isEqualTo(code + "\n"))
                                    .map(Execs.Result::exitCode),
                            4)
                    .collectList()
                    .block(SHORT);

            assertThat(codes).isEqualTo(IntStream.range(0, 100).boxed().toList());
        }
    }

    @Nested
    @Tag("C8")
    class Errors {

        @Test
        @Conformance({"execs.create", "execs.start", "execs.startDetached", "execs.inspect", "execs.exitCode"})
        void ofWhatDoesNotExistAreNotFound() {
            assertFails(
                    client.execs()
                            .create("enclave-test-none", Execs.config("true").build()),
                    NotFoundException.class);
            assertFails(client.execs().start("0123456789ab", false), NotFoundException.class);
            assertFails(client.execs().startDetached("0123456789ab"), NotFoundException.class);
            assertFails(client.execs().inspect("0123456789ab"), NotFoundException.class);
            assertFails(client.execs().exitCode("0123456789ab", SHORT), NotFoundException.class);
        }

        @Test
        @Conformance("execs.create")
        void ofAContainerThatDoesNotRunAreConflicts() {
            String stopped = CONTAINERS.create(TestContainers.config("true"));

            assertFails(client.execs().create(stopped, Execs.config("true").build()), ConflictException.class);
        }

        @Test
        @Conformance("execs.start")
        void ofASecondStartAreConflictsOrATextOnTheOutput() {
            start(Execs.config("true")).output().blockLast(SHORT);

            String text = client.execs()
                    .start(lastExec, false)
                    .flatMap(stream -> Output.of(stream.output()))
                    .map(Output::out)
                    .onErrorResume(ConflictException.class, conflict -> Mono.just(conflict.engineMessage()))
                    .block(SHORT);

            assertThat(text).contains(lastExec);
        }

        private static void assertFails(Mono<?> operation, Class<? extends Throwable> type) {
            operation.as(StepVerifier::create).expectError(type).verify(SHORT);
        }
    }

    private String create(ExecConfig.Builder config) {
        lastExec = client.execs().create(container, config.build()).block(SHORT);
        return lastExec;
    }

    private DuplexStream start(ExecConfig.Builder config) {
        return client.execs().start(create(config), false).block(SHORT);
    }
}
