package dev.enclave.docker.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.StreamFailedException;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.internal.operations.HttpImageOperations;
import dev.enclave.docker.transport.EndpointResolver;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.LocalRegistry;
import dev.enclave.testing.RegistryImage;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.TinyTar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Pulls from a real registry on this host. */
@OnEverySocket
@Conformance("images.pull")
class PullIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    private static LocalRegistry open;
    private static LocalRegistry guarded;

    @Parameter
    SocketKind kind;

    private final List<String> pulled = new ArrayList<>();

    @BeforeAll
    static void startRegistries() {
        open = LocalRegistry.open();
        guarded = LocalRegistry.withPassword();
    }

    @AfterAll
    static void stopRegistries() {
        open.close();
        guarded.close();
    }

    @AfterEach
    void removeImages() {
        Flux.fromIterable(pulled)
                .concatMap(name -> images().remove(name, true).onErrorComplete(NotFoundException.class))
                .blockLast(SHORT);
    }

    private ImageOperations images() {
        return TestEngine.client(kind).images();
    }

    private static RegistryImage newImage(LocalRegistry registry) {
        byte[] large = new byte[1_500_000];
        new Random().nextBytes(large);
        return new RegistryImage(registry, TestRun.name("pull"))
                .layer(new TinyTar().file("large", large))
                .layer(new TinyTar().file("small", TestRun.name("layer")));
    }

    private ImageReference reference(RegistryImage image, String tagOrDigest) {
        ImageReference reference = ImageReference.of(image.reference() + tagOrDigest);
        pulled.add(reference.toString());
        return reference;
    }

    @Nested
    @Tag("C12")
    class Progress {

        @Test
        void isToldForEachLayerUntilTheImageIsThere() {
            RegistryImage image = newImage(open);
            image.push("1");
            ImageReference reference = reference(image, ":1");

            List<PullProgress> steps =
                    images().pull(reference, null).collectList().block(SHORT);

            assertThat(steps)
                    .anySatisfy(step -> assertThat(step.status()).startsWith("Pulling from"))
                    .anySatisfy(step -> {
                        assertThat(step.status()).isIn("Downloading", "Extracting");
                        assertThat(step.progressDetail().current()).isPositive();
                        assertThat(step.progressDetail().total()).isGreaterThan(1_000_000);
                    });
            assertThat(steps.stream()
                            .filter(step -> "Pull complete".equals(step.status()))
                            .map(PullProgress::id)
                            .distinct())
                    .hasSize(2);
            assertThat(images().inspect(reference.toString()).block(SHORT).repoTags())
                    .contains(reference.toString());
        }

        @Test
        void canBeSummedUp() {
            RegistryImage image = newImage(open);
            image.push("1");

            PullOverview last =
                    PullOverview.of(images().pull(reference(image, ":1"), null)).blockLast(SHORT);

            assertThat(last.layers()).hasSize(2);
            assertThat(last.layersDone()).isEqualTo(2);
            assertThat(last.total()).isGreaterThan(1_000_000);
            assertThat(last.downloaded()).isEqualTo(last.total());
        }

        @Test
        @Conformance("images.pullIfMissing")
        void isLeftOutWhereTheImageIsThere() {
            RegistryImage image = newImage(open);
            image.push("1");
            String reference = reference(image, ":1").toString();

            ImageInspection pulled = images().pullIfMissing(reference).block(SHORT);
            image.layer(new TinyTar().file("more", new byte[1])).push("1");
            ImageInspection again = images().pullIfMissing(reference).block(SHORT);

            assertThat(pulled.repoTags()).contains(reference);
            assertThat(again.id()).isEqualTo(pulled.id());
        }

        @Test
        void canBeTakenStepByStep() {
            RegistryImage image = newImage(open);
            image.push("1");

            images().pull(reference(image, ":1"), null)
                    .limitRate(1)
                    .then()
                    .as(StepVerifier::create)
                    .expectComplete()
                    .verify(SHORT);
        }

        @Test
        void ofAnImageThatIsThereAlreadyEndsInSuccessToo() {
            RegistryImage image = newImage(open);
            image.push("1");
            ImageReference reference = reference(image, ":1");

            images().pull(reference, null).blockLast(SHORT);

            assertThat(images().pull(reference, null).collectList().block(SHORT))
                    .isNotEmpty();
        }
    }

    @Test
    void findsAnImageByItsDigest() {
        RegistryImage image = newImage(open);
        String digest = image.push("1");
        ImageReference reference = reference(image, "@" + digest);

        images().pull(reference, null).blockLast(SHORT);

        assertThat(images().inspect(reference.toString()).block(SHORT).id()).startsWith("sha256:");
    }

    @Nested
    @Tag("C8")
    class Fails {

        @Test
        void whenTheRegistryHasNoSuchImage() {
            ImageReference none = ImageReference.of(open.address() + "/enclave-test-none:1");

            assertFails(none, null, "enclave-test-none");
        }

        @Test
        void whenTheRegistryHasNoSuchTag() {
            RegistryImage image = newImage(open);
            image.push("1");

            assertFails(reference(image, ":2"), null, "manifest unknown");
        }

        @Test
        void halfWayWhenALayerIsNoArchive() {
            RegistryImage image = newImage(open).brokenLayer();
            image.push("1");

            images().pull(reference(image, ":1"), null)
                    .collectList()
                    .as(StepVerifier::create)
                    .expectError(StreamFailedException.class)
                    .verify(SHORT);
        }

        @Test
        void whenNoRegistryListens() {
            assertFails(ImageReference.of("127.0.0.1:1/enclave-test-none:1"), null, "refused");
        }
    }

    @Nested
    class WithAPassword {

        @Test
        void worksWithTheRightCredentials() {
            RegistryImage image = newImage(guarded);
            image.push("1");
            ImageReference reference = reference(image, ":1");

            images().pull(reference, auth(LocalRegistry.PASSWORD)).blockLast(SHORT);

            assertThat(images().inspect(reference.toString()).block(SHORT)).isNotNull();
        }

        @Test
        @Tag("C8")
        void failsWithWrongCredentialsWithoutTellingThem() {
            RegistryImage image = newImage(guarded);
            image.push("1");

            Throwable error = assertFails(reference(image, ":1"), auth("wrong-secret-word"), "");

            assertThat(error).message().matches("(?is).*(unauthorized|denied|authentication|no basic auth).*");
            assertThat(error).message().doesNotContain("wrong-secret-word");
        }

        @Test
        @Tag("C8")
        void failsWithoutCredentials() {
            RegistryImage image = newImage(guarded);
            image.push("1");

            assertThat(assertFails(reference(image, ":1"), null, ""))
                    .message()
                    .matches("(?is).*(unauthorized|denied|authentication|no basic auth).*");
        }

        @Test
        void worksWithWhatDockerLoginHasKept(@TempDir Path home) throws IOException {
            RegistryImage image = newImage(guarded);
            image.push("1");
            keepLogin(home);

            assertPullsWith(new RegistryCredentials(Map.of(), home, SHORT), reference(image, ":1"));
        }

        @Test
        void servesABuildThatPulls(@TempDir Path home) throws IOException {
            RegistryImage image = newImage(guarded);
            image.push("1");
            keepLogin(home);
            ImageReference reference = reference(image, ":1");
            byte[] context =
                    new TinyTar().file("Dockerfile", "FROM " + reference + "\n").bytes();

            assertBringsWith(
                    new RegistryCredentials(Map.of(), home, SHORT),
                    images -> images.build(BuildOptions.DEFAULTS, Flux.just(context)),
                    reference);
        }

        private void keepLogin(Path home) throws IOException {
            String login = LocalRegistry.USER + ":" + LocalRegistry.PASSWORD;
            String kept = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
            Files.createDirectory(home.resolve(".docker"));
            Files.writeString(
                    home.resolve(".docker/config.json"),
                    "{\"auths\":{\"" + guarded.address() + "\":{\"auth\":\"" + kept + "\"}}}");
        }

        @Test
        void worksWithACredentialHelper(@TempDir Path home) throws IOException {
            RegistryImage image = newImage(guarded);
            image.push("1");
            Files.createDirectory(home.resolve(".docker"));
            Files.writeString(home.resolve(".docker/config.json"), "{\"credsStore\":\"tests\"}");
            Path helper = Files.writeString(
                    home.resolve("docker-credential-tests"),
                    "#!/bin/sh\necho '{\"Username\":\"" + LocalRegistry.USER + "\",\"Secret\":\""
                            + LocalRegistry.PASSWORD + "\"}'\n");
            Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));

            assertPullsWith(
                    new RegistryCredentials(Map.of("PATH", home.toString()), home, SHORT), reference(image, ":1"));
        }

        private void assertPullsWith(RegistryCredentials credentials, ImageReference reference) {
            assertBringsWith(credentials, images -> images.pull(reference, null), reference);
        }

        private void assertBringsWith(
                RegistryCredentials credentials, Function<ImageOperations, Flux<?>> way, ImageReference reference) {
            ApiTransport transport =
                    ApiTransport.create(EndpointResolver.ofProcess().resolve(), DockerClientOptions.DEFAULTS);
            try {
                way.apply(new HttpImageOperations(transport, credentials)).blockLast(SHORT);
            } finally {
                transport.close().block(SHORT);
            }
            assertThat(images().inspect(reference.toString()).block(SHORT)).isNotNull();
        }

        private static RegistryAuth auth(String password) {
            return new RegistryAuth(LocalRegistry.USER, password, guarded.address());
        }
    }

    private Throwable assertFails(ImageReference reference, RegistryAuth auth, String text) {
        Throwable[] seen = new Throwable[1];
        images().pull(reference, auth)
                .then()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(DockerApiException.class).hasMessageContaining(text);
                    seen[0] = error;
                })
                .verify(SHORT);
        return seen[0];
    }
}
