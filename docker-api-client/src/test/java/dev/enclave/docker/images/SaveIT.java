package dev.enclave.docker.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.TinyTar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class SaveIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    private final List<String> made = new ArrayList<>();

    @AfterEach
    void removeImages() {
        Flux.fromIterable(made)
                .concatMap(name -> images().remove(name, true).onErrorComplete(NotFoundException.class))
                .blockLast(SHORT);
    }

    private static ImageOperations images() {
        return TestEngine.client().images();
    }

    private String newImage() {
        ImageReference reference = ImageReference.of(TestRun.name("save") + ":1");
        made.add(reference.toString());
        byte[] files = new TinyTar().file("hello", TestRun.name("content")).bytes();
        images().importFileSystem(reference, Flux.just(files)).block(SHORT);
        return reference.toString();
    }

    @Test
    @Conformance({"images.save", "images.load"})
    void writesAnArchiveFromWhichLoadRestoresAllNames() {
        List<String> names = List.of(newImage(), newImage());
        List<byte[]> archive = images().save(names).collectList().block(SHORT);
        Flux.fromIterable(names).concatMap(name -> images().remove(name, true)).blockLast(SHORT);

        List<String> loaded = images().load(Flux.fromIterable(archive)).block(SHORT);

        // A line for each, or one for all.
        assertThat(String.join("\n", loaded)).contains(names);
        assertThat(names)
                .allSatisfy(name -> assertThat(TestImages.shortNames(
                                images().inspect(name).block(SHORT).repoTags()))
                        .contains(name));
    }

    @Test
    @Conformance({"images.save", "images.load"})
    void writesAndLoadsThePlatformThatIsAskedFor() {
        String name = newImage();
        String platform = TestImages.platformOf(name);
        List<byte[]> archive =
                images().save(List.of(name), platform).collectList().block(SHORT);
        images().remove(name, true).block(SHORT);

        List<String> loaded =
                images().load(Flux.fromIterable(archive), platform).block(SHORT);

        assertThat(String.join("\n", loaded)).contains(name);
        images().save(List.of(name), "linux/s390x")
                .as(StepVerifier::create)
                .expectError(DockerApiException.class)
                .verify(SHORT);
    }

    @Test
    void refusesWhatIsNoPlatform() {
        assertThatIllegalArgumentException().isThrownBy(() -> images().save(List.of("x"), "linux"));
    }

    @Test
    @Conformance("images.save")
    void canBeGivenUpHalfWay() {
        images().save(List.of(newImage()))
                .take(1)
                .as(StepVerifier::create)
                .expectNextCount(1)
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    @Conformance("images.save")
    void failsWhenThereIsNoSuchImage() {
        images().save(List.of("enclave-test-none:1"))
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
    }

    @Test
    void needsAnImage() {
        assertThatIllegalArgumentException().isThrownBy(() -> images().save(List.of()));
    }

    @Test
    @Conformance("images.history")
    void historyTellsTheStepsOfAnImage() {
        String name = newImage();

        List<ImageHistory> steps = images().history(name).collectList().block(SHORT);

        assertThat(steps).singleElement().satisfies(step -> {
            assertThat(step.id()).matches("(sha256:)?[0-9a-f]{64}");
            assertThat(step.createdAt()).isAfter(Instant.EPOCH);
            assertThat(TestImages.shortNames(step.tags())).contains(name);
            assertThat(step.size()).isPositive();
            assertThat(step.comment()).startsWith("Imported");
        });
    }

    @Test
    @Conformance("images.history")
    void historyFailsWhenThereIsNoSuchImage() {
        images().history("enclave-test-none:1")
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
    }
}
