package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.images.BuildOptions;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.volumes.PruneVolumesOptions;
import dev.enclave.testing.ScriptedConnection;
import dev.enclave.testing.ScriptedEngine;
import dev.enclave.testing.ScriptedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** An engine that is replaced by an older or a newer one, which refuses the version that was agreed on. */
@Tag("C7")
class ReplacedEngineTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Pattern VERSION = Pattern.compile(" /v([0-9.]+)/");
    private static final String UPGRADED = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    private static final String NO_TEXT = "HTTP/1.1 400 Bad Request\r\nContent-Length: 99\r\n\r\n";
    private static final String DESCRIBED = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Docker-Container-Path-Stat: "
            + "eyJuYW1lIjoiYSIsInNpemUiOjEsIm1vZGUiOjQyMCwibXRpbWUiOiIyMDI0LTAxLTAxVDAwOjAwOjAwWiIsImxpbmtUYXJnZXQiOiIifQ=="
            + "\r\n\r\n";

    private final ScriptedEngine engine = ScriptedEngine.onUnixSocket(this::play);
    private DockerClient client;
    private volatile ApiVersion oldest = ApiVersion.of("1.24");
    private volatile ApiVersion newest = ApiVersion.MAXIMUM;
    private volatile ApiVersion announced = ApiVersion.MAXIMUM;

    private void connect(UnaryOperator<DockerClientOptions> change) {
        client = DockerClient.create(change.apply(
                DockerClientOptions.DEFAULTS.withEndpoint(engine.endpoint()).withEventLoopThreads(1)));
    }

    private void replace(String from, String to) {
        oldest = ApiVersion.of(from);
        newest = ApiVersion.of(to);
        announced = newest;
    }

    @AfterEach
    void close() {
        client.close().block(SHORT);
        engine.close();
    }

    @Test
    void isSpokenWithInItsVersionFromThenOn() {
        connect(UnaryOperator.identity());
        client.system().info().block(SHORT);

        replace("1.24", "1.43");
        client.system().info().block(SHORT);
        client.system().info().block(SHORT);
        replace("1.44", "1.48");
        client.system().info().block(SHORT);

        assertThat(targets())
                .containsExactly(
                        "GET /_ping",
                        "GET /v1.51/info",
                        "GET /v1.51/info",
                        "GET /_ping",
                        "GET /v1.43/info",
                        "GET /v1.43/info",
                        "GET /v1.43/info",
                        "GET /_ping",
                        "GET /v1.48/info");
        assertThat(client.apiVersion().block(SHORT)).isEqualTo(ApiVersion.of("1.48"));
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                request("a command", docker -> docker.containers().start("c")),
                request("a HEAD", docker -> docker.containers().statPath("c", "/a")),
                request("a stream", docker -> docker.containers().logs("c", LogOptions.DEFAULTS)),
                request("a hijacked stream", docker -> docker.containers().attach("c", AttachOptions.OUTPUT)));
    }

    private static Arguments request(String name, Function<DockerClient, Publisher<?>> run) {
        return Arguments.of(name, run);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void isNotNoticedBy(String name, Function<DockerClient, Publisher<?>> run) {
        connect(UnaryOperator.identity());
        client.apiVersion().block(SHORT);
        replace("1.24", "1.43");

        Flux.from(run.apply(client))
                .as(StepVerifier::create)
                .thenConsumeWhile(any -> true)
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    void isAskedOnceForAllThatItRefused() {
        connect(UnaryOperator.identity());
        client.apiVersion().block(SHORT);
        replace("1.24", "1.43");

        Flux.range(0, 20).flatMap(i -> client.system().info(), 20).blockLast(SHORT);

        assertThat(targets()).filteredOn("GET /_ping"::equals).hasSize(2);
    }

    @Test
    void endsAnUploadWithATypedErrorAndTakesTheNext() {
        connect(UnaryOperator.identity());
        client.apiVersion().block(SHORT);
        AtomicInteger read = new AtomicInteger();
        Mono<byte[]> body = Mono.fromSupplier(() -> new byte[read.incrementAndGet()]);
        List<Function<DockerClient, Publisher<?>>> uploads = List.of(
                docker -> docker.containers().putArchive("c", "/", body),
                docker -> docker.images().build(BuildOptions.DEFAULTS, body));

        for (String replaced : List.of("1.43", "1.42")) {
            replace("1.24", replaced);
            Function<DockerClient, Publisher<?>> upload = uploads.get(replaced.equals("1.43") ? 0 : 1);
            int before = read.get();

            StepVerifier.create(upload.apply(client))
                    .expectError(ApiVersionException.class)
                    .verify(SHORT);
            assertThat(read).hasValue(before + 1);
            StepVerifier.create(upload.apply(client)).expectComplete().verify(SHORT);
        }
    }

    /** What is harmless in one version removes volumes with names in another. */
    @Test
    void isNotSentWhatMeansSomethingElseToIt() {
        connect(UnaryOperator.identity());
        client.volumes().prune(PruneVolumesOptions.ANONYMOUS).block(SHORT);
        replace("1.24", "1.41");

        client.volumes()
                .prune(PruneVolumesOptions.ANONYMOUS)
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ApiVersionException.class)
                        .hasMessageContaining("would remove volumes with names too"))
                .verify(SHORT);
        assertThat(targets()).noneMatch(target -> target.startsWith("POST /v1.41"));

        client.volumes().prune(PruneVolumesOptions.ALL).block(SHORT);
        assertThat(targets())
                .last()
                .asString()
                .startsWith("POST /v1.41/volumes/prune")
                .doesNotContain("all");
    }

    @Test
    void isToldOfAsTheErrorThatItIsWhenTheVersionIsPinned() {
        connect(options -> options.withApiVersion(ApiVersion.of("1.45")));
        replace("1.24", "1.43");

        for (int i = 0; i < 2; i++) {
            assertRefused();
        }
        assertThat(targets()).containsOnly("GET /v1.45/info").hasSize(2);
    }

    @Test
    void isNotAskedAgainAndAgainWhenItRefusesWhatItAnnounces() {
        connect(UnaryOperator.identity());
        oldest = ApiVersion.of("1.99");

        assertRefused();

        assertThat(targets()).containsExactly("GET /_ping", "GET /v1.51/info", "GET /_ping");
    }

    @Test
    void isGivenUpWhenItRefusesTheSecondVersionToo() {
        connect(UnaryOperator.identity());
        client.apiVersion().block(SHORT);
        replace("1.24", "1.42");
        announced = ApiVersion.of("1.47");

        assertRefused();

        assertThat(targets()).containsExactly("GET /_ping", "GET /v1.51/info", "GET /_ping", "GET /v1.47/info");
    }

    private void assertRefused() {
        client.system()
                .info()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ApiVersionException.class)
                        .hasMessageContaining("client version"))
                .verify(SHORT);
    }

    private List<String> targets() {
        return engine.requests().stream().map(ScriptedRequest::target).toList();
    }

    private void play(ScriptedConnection connection) throws IOException {
        for (ScriptedRequest request = connection.readRequest(); request != null; request = connection.readRequest()) {
            Matcher version = VERSION.matcher(request.line());
            if (!version.find()) {
                connection.send("HTTP/1.1 200 OK\r\nApi-Version: " + announced + "\r\nContent-Length: 2\r\n\r\nOK");
            } else if (isSpoken(ApiVersion.of(version.group(1)))) {
                accept(connection, request);
            } else {
                refuse(connection, request, version.group(1));
            }
        }
    }

    private boolean isSpoken(ApiVersion version) {
        return version.isAtLeast(oldest) && newest.isAtLeast(version);
    }

    private static void accept(ScriptedConnection connection, ScriptedRequest request) throws IOException {
        if (request.line().startsWith("HEAD")) {
            connection.send(DESCRIBED);
        } else if (request.line().contains("/attach")) {
            connection.send(UPGRADED);
            connection.endOutput();
            connection.awaitEnd();
        } else {
            boolean json = request.line().contains("/info") || request.line().contains("/prune");
            connection.sendJson(200, json ? "{}" : "");
        }
    }

    private void refuse(ScriptedConnection connection, ScriptedRequest request, String version) throws IOException {
        if (request.line().startsWith("HEAD")) {
            connection.send(NO_TEXT);
        } else {
            connection.sendJson(400, "{\"message\":\"client version " + version + " is " + complaint(version) + "\"}");
        }
    }

    private String complaint(String version) {
        return ApiVersion.of(version).isAtLeast(oldest)
                ? "too new. Maximum supported API version is " + newest
                : "too old. Minimum supported API version is " + oldest + ", please upgrade your client";
    }
}
