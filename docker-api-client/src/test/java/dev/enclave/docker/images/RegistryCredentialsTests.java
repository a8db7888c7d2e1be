package dev.enclave.docker.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.RegistryCredentialsException;
import dev.enclave.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class RegistryCredentialsTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final String REGISTRY = "registry.example:5000";

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private Duration helperTimeout = SHORT;

    @BeforeEach
    void searchHelpersHere() {
        environment.put("PATH", home + ":/usr/bin:/bin");
    }

    private RegistryAuth find(String registry) {
        return credentials().find(registry).block(SHORT);
    }

    private RegistryCredentials credentials() {
        return new RegistryCredentials(environment, home, helperTimeout);
    }

    private void config(String json) throws IOException {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), json.replace('\'', '"'));
    }

    private void helper(String name, String script) throws IOException {
        Path file = Files.writeString(home.resolve("docker-credential-" + name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private void answeringHelper(String name, String user, String secret) throws IOException {
        helper(
                name,
                "read -r server; printf '{\"ServerURL\":\"%s\",\"Username\":\"" + user + "\",\"Secret\":\"" + secret
                        + "\"}' \"$server\"");
    }

    @Test
    void ofAllRegistriesComeFromEveryPlace() throws IOException {
        config("{'auths': {'file:1': {'auth': '" + base64("me:in file") + "'}, 'own:1': {}}, 'credsStore': 'store',"
                + "'credHelpers': {'own:1': 'own'}}");
        environment.put(
                "DOCKER_AUTH_CONFIG", auths("variable:1", "me:in variable").replace('\'', '"'));
        answeringHelper("own", "me", "from own");
        helper(
                "store",
                "if [ $1 = list ]; then echo '{\"stored:1\":\"me\",\"own:1\":\"me\"}'; else"
                        + " echo '{\"Username\":\"me\",\"Secret\":\"from store\"}'; fi");

        assertThat(credentials().findAll().block(SHORT))
                .containsOnly(
                        Map.entry("file:1", new RegistryAuth("me", "in file", "file:1")),
                        Map.entry("variable:1", new RegistryAuth("me", "in variable", "variable:1")),
                        Map.entry("own:1", new RegistryAuth("me", "from own", "own:1")),
                        Map.entry("stored:1", new RegistryAuth("me", "from store", "stored:1")));
    }

    @Test
    void ofAllRegistriesAreAnErrorWhenAHelperFails() throws IOException {
        config("{'credsStore': 'store'}");
        helper("store", "echo broken; exit 1");

        credentials()
                .findAll()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(RegistryCredentialsException.class)
                        .hasMessageContaining("exit code 1: broken"))
                .verify(SHORT);
    }

    private static String auths(String registry, String userAndPassword) {
        return "{'auths': {'" + registry + "': {'auth': '" + base64(userAndPassword) + "'}}}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private RegistryCredentialsException failure() {
        Throwable[] seen = new Throwable[1];
        credentials()
                .find(REGISTRY)
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> seen[0] = error)
                .verify(SHORT);
        assertThat(seen[0]).isInstanceOf(RegistryCredentialsException.class);
        return (RegistryCredentialsException) seen[0];
    }

    @Nested
    class OfTheFile {

        @Test
        void areNoneWithoutAFile() {
            assertThat(find(REGISTRY)).isNull();
        }

        @Test
        void areDecoded() throws IOException {
            config(auths(REGISTRY, "me:pass:with>colon?"));

            assertThat(find(REGISTRY)).isEqualTo(new RegistryAuth("me", "pass:with>colon?", REGISTRY));
        }

        @Test
        void belongToOneRegistryOnly() throws IOException {
            config(auths(REGISTRY, "me:secret"));

            assertThat(find("other.example")).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://registry.example:5000/v1/", "http://registry.example:5000"})
        void areFoundUnderTheUrlsOfOldLogins(String key) throws IOException {
            config(auths(key, "me:secret"));

            assertThat(find(REGISTRY).username()).isEqualTo("me");
        }

        @Test
        void mayBeAnIdentityToken() throws IOException {
            config("{'auths': {'" + REGISTRY + "': {'auth': '', 'identitytoken': 'token'}}}");

            assertThat(find(REGISTRY)).isEqualTo(RegistryAuth.ofIdentityToken("token", REGISTRY));
        }

        @Test
        void areReadFromTheDirectoryThatDockerConfigNames() throws IOException {
            Path other = Files.createDirectory(home.resolve("other"));
            Files.writeString(
                    other.resolve("config.json"), auths(REGISTRY, "me:secret").replace('\'', '"'));
            environment.put("DOCKER_CONFIG", other.toString());

            assertThat(find(REGISTRY).username()).isEqualTo("me");
        }

        @Test
        void areAnErrorWhenTheyMakeNoSense() throws IOException {
            config(auths(REGISTRY, "no colon in this secret"));

            assertThat(failure()).hasMessageContaining("config.json").message().doesNotContain(base64("no colon"));
        }

        @Test
        void areAnErrorThatQuotesNothingWhenTheFileIsNoJson() throws IOException {
            config("{'auths': {'a': hunter2");

            assertThat(failure())
                    .hasMessageContaining("config.json")
                    .hasNoCause()
                    .message()
                    .doesNotContain("hunter2");
        }
    }

    @Nested
    class OfAHelper {

        @Test
        void comeFromTheRegistrysOwnHelperFirst() throws IOException {
            answeringHelper("own", "own", "secret");
            answeringHelper("store", "store", "secret");
            config("{'credHelpers': {'" + REGISTRY + "': 'own'}, 'credsStore': 'store'}");

            assertThat(find(REGISTRY)).isEqualTo(new RegistryAuth("own", "secret", REGISTRY));
            assertThat(find("other.example").username()).isEqualTo("store");
        }

        @Test
        void comeFromTheStoreBeforeTheFile() throws IOException {
            answeringHelper("store", "store", "secret");
            config("{'credsStore': 'store', " + auths(REGISTRY, "file:secret").substring(1));

            assertThat(find(REGISTRY).username()).isEqualTo("store");
        }

        @Test
        void areAskedForByTheRegistrysName() throws IOException {
            helper("own", "read -r server; printf '{\"Username\":\"%s\",\"Secret\":\"s\"}' \"$1 $server\"");
            config("{'credsStore': 'own'}");

            assertThat(find(REGISTRY).username()).isEqualTo("get " + REGISTRY);
        }

        @Test
        void areAnIdentityTokenWhenTheUserIsToken() throws IOException {
            answeringHelper("own", "<token>", "a-token");
            config("{'credsStore': 'own'}");

            assertThat(find(REGISTRY)).isEqualTo(RegistryAuth.ofIdentityToken("a-token", REGISTRY));
        }

        @Test
        void areNoneWhenItSaysSo() throws IOException {
            helper("own", "echo credentials not found in native keychain; exit 1");
            config("{'credsStore': 'own', " + auths(REGISTRY, "file:secret").substring(1));

            assertThat(find(REGISTRY)).isNull();
        }

        @Test
        void areAnErrorWhenItIsMissing() throws IOException {
            config("{'credsStore': 'nowhere'}");

            assertThat(failure())
                    .hasMessageContaining("docker-credential-nowhere")
                    .hasMessageContaining("PATH");
        }

        @Test
        void areAnErrorWhenItsNameLeadsElsewhere() throws IOException {
            config("{'credsStore': '../../bin/true'}");

            assertThat(failure()).hasMessageContaining("not a helper's name");
        }

        @Test
        void areAnErrorWithItsWordsWhenItFails() throws IOException {
            helper("own", "echo the keychain is locked; exit 3");
            config("{'credsStore': 'own'}");

            assertThat(failure()).hasMessageContaining("exit code 3: the keychain is locked");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"echo hunter2", "echo '{\"Secret\":\"hunter2\"}'", "echo '{\"Secret\":\"hunter2\"}'; exit 1"
                })
        void areAnErrorThatQuotesNoSecretWhenTheAnswerMakesNoSense(String script) throws IOException {
            helper("own", script);
            config("{'credsStore': 'own'}");

            assertThat(failure()).hasNoCause().message().doesNotContain("hunter2");
        }

        @Test
        void areAnErrorWhenItTakesTooLongAndNothingOfItGoesOn() throws IOException {
            helper("own", "sleep 100 & echo $! > " + home + "/child; wait");
            config("{'credsStore': 'own'}");
            helperTimeout = Duration.ofSeconds(2);

            assertThat(failure()).hasMessageContaining("did not answer within");
            long child = Long.parseLong(Files.readString(home.resolve("child")).strip());
            Eventually.holds("the end of the helper's child", () -> !isAlive(child));
        }

        private static boolean isAlive(long child) {
            return ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false);
        }
    }

    @Nested
    class OfTheVariable {

        @Test
        void comeFirst() throws IOException {
            config(auths(REGISTRY, "file:secret"));
            environment.put(
                    "DOCKER_AUTH_CONFIG", auths(REGISTRY, "variable:secret").replace('\'', '"'));

            assertThat(find(REGISTRY).username()).isEqualTo("variable");
        }

        @Test
        void areFollowedByTheFileForOtherRegistries() throws IOException {
            config(auths(REGISTRY, "file:secret"));
            environment.put(
                    "DOCKER_AUTH_CONFIG",
                    auths("other.example", "variable:secret").replace('\'', '"'));

            assertThat(find(REGISTRY).username()).isEqualTo("file");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "python:3.11, https://index.docker.io/v1/",
        "team/app, https://index.docker.io/v1/",
        "docker.io/library/python, https://index.docker.io/v1/",
        "localhost/app, localhost",
        "127.0.0.1:5000/app, 127.0.0.1:5000",
        "registry.example/team/app:1, registry.example",
    })
    void areKeptUnderTheRegistryOfTheReference(String reference, String registry) {
        assertThat(ImageReference.of(reference).registry()).isEqualTo(registry);
    }

    @Test
    void areNotShown() {
        assertThat(RegistryAuth.ofIdentityToken("hunter2", null)).asString().doesNotContain("hunter2");
    }
}
