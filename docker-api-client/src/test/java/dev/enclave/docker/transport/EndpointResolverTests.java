package dev.enclave.docker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.EngineUnreachableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class EndpointResolverTests {

    private static final Duration SHORT = Duration.ofSeconds(10);

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    @Nested
    class Precedence {

        @Test
        void takesDockerHostBeforeEverything() throws Exception {
            environment.put("DOCKER_HOST", "tcp://build:1234");
            environment.put("DOCKER_CONTEXT", "desktop");
            context("desktop", "unix:///desktop.sock");

            assertThat(resolve()).hasToString("tcp://build:1234 (from environment variable DOCKER_HOST)");
        }

        @Test
        void takesTheNamedContextBeforeTheCurrentOne() throws Exception {
            environment.put("DOCKER_CONTEXT", "colima");
            context("colima", "unix:///colima.sock");
            context("desktop", "unix:///desktop.sock");
            config("{\"currentContext\":\"desktop\"}");

            assertThat(resolve())
                    .hasToString("unix:///colima.sock (from environment variable DOCKER_CONTEXT, context 'colima')");
        }

        @Test
        void takesTheCurrentContextBeforeTheUsualSockets() throws Exception {
            context("desktop", "unix:///desktop.sock");
            config("{\"auths\":{},\"currentContext\":\"desktop\"}");
            Files.createFile(runtimeDirectory().resolve("docker.sock"));

            ResolvedEndpoint resolved = resolve();

            assertThat(resolved.endpoint()).hasToString("unix:///desktop.sock");
            assertThat(resolved.origin()).contains("current context in", "config.json", "'desktop'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "  "})
        void ignoresEmptyVariables(String empty) throws Exception {
            environment.put("DOCKER_HOST", empty);
            environment.put("DOCKER_CONTEXT", empty);
            environment.put("DOCKER_CONFIG", empty);
            context("desktop", "unix:///desktop.sock");
            config("{\"currentContext\":\"desktop\"}");

            assertThat(resolve().endpoint()).hasToString("unix:///desktop.sock");
        }

        @Test
        void looksForContextsWhereDockerConfigSays() throws Exception {
            Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
            environment.put("DOCKER_CONFIG", elsewhere.toString());
            environment.put("DOCKER_CONTEXT", "c");
            context(elsewhere, "c", "tcp://h:2375");

            assertThat(resolve().endpoint()).hasToString("tcp://h:2375");
        }
    }

    /** Docker's own socket, which may exist on the machine of the test, comes before all of these. */
    @Nested
    class UsualSockets {

        private static final Path DOCKER = Path.of("/var/run/docker.sock");

        @Test
        void areTriedInOrder() throws Exception {
            Path podman = create(runtimeDirectory().resolve("podman/podman.sock"));
            assertFirst(podman);
            Path desktop = create(home.resolve(".docker/desktop/docker.sock"));
            assertFirst(desktop);
            Path run = create(home.resolve(".docker/run/docker.sock"));
            assertFirst(run);
            Path rootless = create(runtimeDirectory().resolve("docker.sock"));
            assertFirst(rootless);
        }

        @Test
        void areTriedForTheDefaultContext() throws Exception {
            environment.put("DOCKER_CONTEXT", "default");
            Path run = create(home.resolve(".docker/run/docker.sock"));

            assertFirst(run);
        }

        @Test
        void endWithTheDefaultSoThatErrorsNameIt() {
            assertThat(resolve().endpoint()).hasToString("unix:///var/run/docker.sock");
        }

        private void assertFirst(Path socket) {
            Path expected = Files.exists(DOCKER) ? DOCKER : socket;
            assertThat(resolve().endpoint()).hasToString("unix://" + expected);
        }

        private static Path create(Path socket) throws IOException {
            Files.createDirectories(socket.getParent());
            return Files.createFile(socket);
        }
    }

    /** The names and rules are those of docker/cli: cli/flags/options.go and cli/context/docker/load.go. */
    @Nested
    class Tls {

        @ParameterizedTest
        @ValueSource(strings = {"1", "0", "false"})
        void isSwitchedOnByAnyText(String value) throws Exception {
            environment.put("DOCKER_HOST", "tcp://build");
            environment.put("DOCKER_TLS_VERIFY", value);
            certificates(home.resolve(".docker"));

            assertThat(resolve().endpoint())
                    .isEqualTo(DockerEndpoint.tls("build", 2376, TlsOptions.ofDirectory(home.resolve(".docker"))));
        }

        @Test
        void isOffWithoutTheVariables() throws Exception {
            environment.put("DOCKER_HOST", "tcp://build");
            environment.put("DOCKER_TLS_VERIFY", "");
            environment.put("DOCKER_TLS", "");
            certificates(home.resolve(".docker"));

            assertThat(resolve().endpoint()).isEqualTo(DockerEndpoint.tcp("build", 2375));
        }

        @Test
        void takesItsFilesFromDockerCertPath() throws Exception {
            Path elsewhere = home.resolve("certificates");
            environment.put("DOCKER_HOST", "tcp://build:1234");
            environment.put("DOCKER_TLS_VERIFY", "1");
            environment.put("DOCKER_CERT_PATH", elsewhere.toString());
            certificates(elsewhere);

            assertThat(resolve().endpoint())
                    .isEqualTo(DockerEndpoint.tls("build", 1234, TlsOptions.ofDirectory(elsewhere)));
        }

        @Test
        void needsNoClientCertificate() {
            environment.put("DOCKER_HOST", "tcp://build");
            environment.put("DOCKER_TLS_VERIFY", "1");

            assertThat(resolve().endpoint())
                    .isEqualTo(DockerEndpoint.tls(
                            "build", 2376, TlsOptions.DEFAULTS.withCa(Pem.file(home.resolve(".docker/ca.pem")))));
        }

        @Test
        void doesNotVerifyWithDockerTlsAlone() throws Exception {
            environment.put("DOCKER_HOST", "tcp://build");
            environment.put("DOCKER_TLS", "1");
            assertThat(resolve().endpoint())
                    .isEqualTo(DockerEndpoint.tls("build", 2376, TlsOptions.DEFAULTS.withoutVerification()));

            environment.put("DOCKER_TLS_VERIFY", "1");
            assertThat(((DockerEndpoint.Tcp) resolve().endpoint()).tls().verify())
                    .isTrue();
        }

        @Test
        void isNotForUnixSockets() {
            environment.put("DOCKER_HOST", "unix:///x.sock");
            environment.put("DOCKER_TLS_VERIFY", "1");

            assertThat(resolve().endpoint()).isEqualTo(DockerEndpoint.unix(Path.of("/x.sock")));
        }

        @Test
        void meansThisMachineWhereNothingNamesAnEngine() throws Exception {
            environment.put("DOCKER_TLS_VERIFY", "1");
            certificates(home.resolve(".docker"));

            assertThat(resolve().endpoint()).hasToString("https://localhost:2376");
        }

        @Test
        void ofAContextHasItsOwnFiles() throws Exception {
            environment.put("DOCKER_CONTEXT", "remote");
            environment.put("DOCKER_TLS", "1");
            environment.put("DOCKER_CERT_PATH", "/elsewhere");
            context("remote", "tcp://remote");
            assertThat(resolve().endpoint()).isEqualTo(DockerEndpoint.tcp("remote", 2375));

            Path files = meta(home.resolve(".docker"), "remote").getParent();
            Path tls = home.resolve(".docker/contexts/tls")
                    .resolve(files.getFileName())
                    .resolve("docker");
            certificates(tls);
            assertThat(resolve().endpoint()).isEqualTo(DockerEndpoint.tls("remote", 2376, TlsOptions.ofDirectory(tls)));
        }

        @Test
        void ofAContextCanSkipVerification() throws Exception {
            environment.put("DOCKER_CONTEXT", "remote");
            write(
                    meta(home.resolve(".docker"), "remote"),
                    "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://remote:9\",\"SkipTLSVerify\":true}}}");

            assertThat(resolve().endpoint())
                    .isEqualTo(DockerEndpoint.tls("remote", 9, TlsOptions.DEFAULTS.withoutVerification()));
        }

        private static void certificates(Path folder) throws IOException {
            Files.createDirectories(folder);
            for (String name : new String[] {"ca.pem", "cert.pem", "key.pem"}) {
                Files.createFile(folder.resolve(name));
            }
        }
    }

    @Nested
    @Tag("C8")
    class Refuses {

        @Test
        void aContextThatDoesNotExist() {
            environment.put("DOCKER_CONTEXT", "gone");

            assertFails("docker context 'gone'", "there is no such context");
        }

        @Test
        void aContextThatNamesNoDockerEndpoint() throws Exception {
            environment.put("DOCKER_CONTEXT", "kube");
            write(meta(home.resolve(".docker"), "kube"), "{\"Name\":\"kube\",\"Endpoints\":{\"kubernetes\":{}}}");

            assertFails("names no docker endpoint");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{", "", "[]", "null"})
        void aConfigurationThatCannotBeRead(String content) throws Exception {
            config(content);

            assertFails("config.json", "cannot be read");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ssh://-x@host", "npipe:////./pipe/docker_engine", "unix://relative", "tcp://", "x"})
        void anEndpointThatCannotBeUsed(String host) {
            environment.put("DOCKER_HOST", host);

            assertFails(host, "environment variable DOCKER_HOST cannot be used");
        }

        private void assertFails(String... texts) {
            resolver()
                    .resolve()
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(EngineUnreachableException.class)
                            .message()
                            .contains(texts))
                    .verify(SHORT);
        }
    }

    @Test
    @Tag("C1")
    void readsNothingBeforeItIsSubscribedAndAgainAtEachSubscription() throws Exception {
        config("{\"currentContext\":\"a\"}");
        Mono<ResolvedEndpoint> resolved = resolver().resolve();
        context("a", "unix:///one.sock");
        assertThat(resolved.block(SHORT).endpoint()).hasToString("unix:///one.sock");

        context("a", "unix:///two.sock");
        assertThat(resolved.block(SHORT).endpoint()).hasToString("unix:///two.sock");
    }

    private ResolvedEndpoint resolve() {
        return resolver().resolve().block(SHORT);
    }

    private EndpointResolver resolver() {
        return new EndpointResolver(environment, home);
    }

    private Path runtimeDirectory() throws IOException {
        Path directory = Files.createDirectories(home.resolve("runtime"));
        environment.put("XDG_RUNTIME_DIR", directory.toString());
        return directory;
    }

    private void config(String json) throws IOException {
        write(home.resolve(".docker/config.json"), json);
    }

    private void context(String name, String host) throws Exception {
        context(home.resolve(".docker"), name, host);
    }

    private static void context(Path directory, String name, String host) throws Exception {
        write(
                meta(directory, name),
                "{\"Name\":\"%s\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"%s\",\"SkipTLSVerify\":false}}}"
                        .formatted(name, host));
    }

    private static Path meta(Path directory, String name) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        return directory
                .resolve("contexts/meta")
                .resolve(HexFormat.of().formatHex(hash))
                .resolve("meta.json");
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
