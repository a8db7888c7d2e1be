package dev.enclave.docker.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.LocalRegistry;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.TinyTar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Pushes to a real registry on this host. */
class PushIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    private static LocalRegistry open;
    private static LocalRegistry guarded;

    private final List<String> made = new ArrayList<>();

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
        Flux.fromIterable(made)
                .concatMap(name -> images().remove(name, true).onErrorComplete(NotFoundException.class))
                .blockLast(SHORT);
    }

    private static ImageOperations images() {
        return TestEngine.client().images();
    }

    private ImageReference newImage(LocalRegistry registry) {
        ImageReference reference = ImageReference.of(registry.address() + "/" + TestRun.name("push") + ":1");
        made.add(reference.toString());
        byte[] files = new TinyTar().file("hello", TestRun.name("content")).bytes();
        images().importFileSystem(reference, Flux.just(files)).block(SHORT);
        return reference;
    }

    @Test
    @Conformance("images.push")
    void givesTheRegistryAnImageThatCanBePulled() {
        ImageReference reference = newImage(open);
        String id = images().inspect(reference.toString()).block(SHORT).id();

        images().push(reference, null).blockLast(SHORT);

        images().remove(reference.toString(), true).block(SHORT);
        images().pull(reference, null).blockLast(SHORT);
        assertThat(images().inspect(reference.toString()).block(SHORT).id()).isEqualTo(id);
    }

    @Test
    @Conformance("images.push")
    void tellsWhatTheRegistryHasNow() {
        List<PushProgress> steps =
                images().push(newImage(open), null).collectList().block(SHORT);

        assertThat(steps.stream().map(PushProgress::aux).filter(Objects::nonNull))
                .singleElement()
                .satisfies(pushed -> {
                    assertThat(pushed.tag()).isEqualTo("1");
                    assertThat(pushed.digest()).startsWith("sha256:");
                    assertThat(pushed.size()).isPositive();
                });
        assertThat(steps).anySatisfy(step -> {
            assertThat(step.id()).isNotNull();
            assertThat(step.status()).isEqualTo("Pushed");
        });
    }

    @Test
    @Conformance("images.push")
    void worksWithTheRightCredentials() {
        RegistryAuth auth = new RegistryAuth(LocalRegistry.USER, LocalRegistry.PASSWORD, guarded.address());

        images().push(newImage(guarded), auth)
                .then()
                .as(StepVerifier::create)
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    @Conformance("images.push")
    void failsWithoutCredentials() {
        images().push(newImage(guarded), RegistryAuth.ANONYMOUS)
                .then()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(DockerApiException.class)
                        .message()
                        .matches("(?is).*(unauthorized|denied|authentication|no basic auth).*"))
                .verify(SHORT);
    }

    @Test
    @Conformance("images.push")
    void failsWhenTheEngineHasNoSuchImage() {
        images().push(ImageReference.of(open.address() + "/enclave-test-none:1"), null)
                .then()
                .as(StepVerifier::create)
                .expectError(DockerApiException.class)
                .verify(SHORT);
    }

    @Test
    @Conformance("images.push")
    void givesTheRegistryThePlatformThatIsAskedFor() {
        ImageReference reference = newImage(open);
        String platform = TestImages.platformOf(reference.toString());

        images().push(reference, null, platform).blockLast(SHORT);

        images().remove(reference.toString(), true).block(SHORT);
        images().pull(reference, null, platform).blockLast(SHORT);
    }

    @Test
    void refusesADigest() {
        ImageReference digest = ImageReference.of("app@sha256:" + "a".repeat(64));

        assertThatIllegalArgumentException().isThrownBy(() -> images().push(digest, null));
    }
}
