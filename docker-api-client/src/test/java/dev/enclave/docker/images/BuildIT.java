package dev.enclave.docker.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.Output;
import dev.enclave.docker.StreamFailedException;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.ListContainersOptions;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.containers.WaitCondition;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.TinyTar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@OnEverySocket
class BuildIT {

    private static final Duration SHORT = Duration.ofSeconds(90);
    private static final String MARK = TestRun.LABEL + "=" + TestRun.ID;
    /** The label comes first, so that the containers of the steps bear it. */
    private static final String HEAD = "FROM busybox:latest\nLABEL " + MARK + "\n";

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @TempDir
    Path directory;

    @Parameter
    SocketKind kind;

    private final ImageReference tag = ImageReference.of(TestRun.name("build") + ":1");

    private DockerClient client() {
        return TestEngine.client(kind);
    }

    private ImageOperations images() {
        return client().images();
    }

    @AfterEach
    void removeImages() {
        images().remove(tag.toString(), true)
                .onErrorComplete()
                .then(images().prune(PruneImagesOptions.DANGLING.withFilter("label", MARK)))
                .block(SHORT);
    }

    private static byte[] context(String dockerfile) {
        return new TinyTar().file("Dockerfile", dockerfile).bytes();
    }

    private List<BuildProgress> build(BuildOptions options, Flux<byte[]> context) {
        return images().build(options, context).collectList().block(SHORT);
    }

    private static String idOf(List<BuildProgress> steps) {
        return steps.stream()
                .map(BuildProgress::imageId)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Conformance("images.build")
    void makesAnImageOfADirectoryWithoutWhatIsIgnored() throws IOException {
        Files.writeString(directory.resolve("Dockerfile"), HEAD + """
                ARG GREETING=none
                COPY . /context/
                RUN echo "$GREETING" > /greeting && ls -A /context/data > /names
                CMD ["sh", "-c", "cat /greeting /names /context/link"]
                """);
        Files.createDirectories(directory.resolve("data/deep"));
        Files.writeString(directory.resolve("data/kept"), "kept\n");
        Files.writeString(directory.resolve("data/secret"), "secret\n");
        Files.writeString(directory.resolve(".dockerignore"), "data/secret\nDockerfile\n");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("data/kept"));
        BuildOptions options = BuildOptions.builder()
                .tags(List.of(tag))
                .buildArgs(Map.of("GREETING", "hello & good-bye"))
                .labels(Map.of("l", "m"))
                .build();

        List<BuildProgress> steps = build(options, BuildContext.ofDirectory(directory));

        assertThat(steps)
                .extracting(BuildProgress::stream)
                .anyMatch(text -> text != null && text.toLowerCase(Locale.ROOT).startsWith("step 1/"));
        ImageInspection image = images().inspect(tag.toString()).block(SHORT);
        assertThat(image.id()).isEqualTo(idOf(steps));
        assertThat(image.config().labels()).containsEntry("l", "m");
        assertThat(image.config().cmd()).startsWith("sh", "-c");
        assertThat(image.rootFs().layers()).hasSizeGreaterThan(1);
        assertThat(outputOf(image.id())).isEqualTo("hello & good-bye\ndeep\nkept\nkept\n");
    }

    private String outputOf(String image) {
        String name = containers.start(ContainerConfig.builder(image)
                .labels(TestRun.labels())
                .hostConfig(TestContainers.host().build()));
        client().containers().waitFor(name, WaitCondition.NOT_RUNNING).block(SHORT);
        return Output.of(client().containers().logs(name, LogOptions.DEFAULTS))
                .block(SHORT)
                .out();
    }

    @Test
    @Conformance("images.build")
    void endsAtAStageOfAnotherDockerfile() {
        byte[] context = new TinyTar()
                .file("dir/Other", HEAD.replace("latest", "latest AS one") + "ENV A=1\nFROM one AS two\nENV A=2\n")
                .bytes();
        BuildOptions options = BuildOptions.builder()
                .tags(List.of(tag))
                .dockerfile("dir/Other")
                .target("one")
                .networkMode("none")
                .build();

        build(options, Flux.just(context));

        assertThat(images().inspect(tag.toString()).block(SHORT).config().env()).contains("A=1");
    }

    @Test
    @Conformance("images.build")
    void takesALargeContext() {
        byte[] large = new byte[20_000_000];
        byte[] context = new TinyTar()
                .file("Dockerfile", HEAD + "COPY large /large\n")
                .file("large", large)
                .bytes();
        int half = context.length / 2;

        build(
                BuildOptions.of(tag),
                Flux.just(Arrays.copyOf(context, half), Arrays.copyOfRange(context, half, context.length)));

        assertThat(images().inspect(tag.toString()).block(SHORT).size()).isGreaterThan(large.length);
    }

    @Test
    @Conformance("images.build")
    @Tag("C8")
    void failsWhenAStepFails() {
        images().build(BuildOptions.of(tag), Flux.just(context(HEAD + "RUN echo before && exit 3\n")))
                .as(StepVerifier::create)
                .thenConsumeWhile(step -> true)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(StreamFailedException.class)
                        .hasMessageMatching("(?s).*(code: 3|status 3).*"))
                .verify(SHORT);
    }

    @Test
    @Conformance("images.build")
    @Tag("C8")
    void failsWhenThereIsNoDockerfile() {
        images().build(
                        BuildOptions.of(tag),
                        Flux.just(new TinyTar().file("x", "x").bytes()))
                .as(StepVerifier::create)
                .expectErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(DockerApiException.class).hasMessageContaining("Dockerfile"))
                .verify(SHORT);
    }

    @Test
    @Tag("C13")
    void refusesACompressedContext() {
        images().build(BuildOptions.of(tag), Flux.just(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0}))
                .as(StepVerifier::create)
                .expectError(IllegalArgumentException.class)
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    void failsWithTheErrorOfItsContext() {
        IllegalStateException broken = new IllegalStateException("no more");

        images().build(BuildOptions.of(tag), Flux.just(context(HEAD)).concatWith(Flux.error(broken)))
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ConnectionLostException.class)
                        .hasRootCause(broken))
                .verify(SHORT);
    }

    @Test
    @Conformance("images.build")
    @Tag("C1")
    void endsWhenItIsCancelled() {
        images().build(BuildOptions.of(tag), Flux.just(context(HEAD + "RUN echo now; sleep 1000\n")))
                .map(step -> String.valueOf(step.stream()))
                .takeUntil(text -> text.equals("now\n"))
                .blockLast(SHORT);

        Eventually.get(
                "containers of the build",
                () -> client().containers()
                        .list(ListContainersOptions.RUNNING.withFilter("label", MARK))
                        .collectList()
                        .block(SHORT),
                List::isEmpty);
    }

    @Test
    @Conformance("images.prune")
    void isPrunedOnceItHasNoName() {
        String mark = TestRun.name("mark");
        byte[] context = context("FROM scratch\nLABEL " + mark + "=\n");
        String id = idOf(build(BuildOptions.DEFAULTS, Flux.just(context)));
        PruneImagesOptions marked = PruneImagesOptions.DANGLING.withFilter("label", mark);

        ImagesPruned pruned = images().prune(marked).block(SHORT);

        // Podman leaves the algorithm out.
        assertThat(pruned.imagesDeleted())
                .extracting(ImageDeletion::deleted)
                .containsAnyOf(id, id.replace("sha256:", ""));
        assertThat(images().list(ListImagesOptions.DEFAULTS.withFilter("label", mark))
                        .collectList()
                        .block(SHORT))
                .isEmpty();
    }

    @Test
    @Conformance("images.prune")
    void isPrunedWithItsNameOnlyWhenAskedFor() {
        String mark = TestRun.name("mark");
        build(BuildOptions.of(tag), Flux.just(context("FROM scratch\nLABEL " + mark + "=\n")));
        PruneImagesOptions marked = PruneImagesOptions.DANGLING.withFilter("label", mark);

        assertThat(images().prune(marked).block(SHORT).imagesDeleted()).isEmpty();
        assertThat(images().prune(marked.withNamed()).block(SHORT).imagesDeleted())
                .extracting(ImageDeletion::untagged)
                .contains(tag.toString());
    }

    @Test
    @Conformance({"images.list", "images.remove"})
    void isListedByFilterAndRemovedWithWords() {
        String id = idOf(build(BuildOptions.of(tag), Flux.just(context("FROM scratch\nLABEL " + MARK + "\n"))));

        assertThat(images().list(ListImagesOptions.DEFAULTS.withFilter("reference", tag.repository()))
                        .map(ImageSummary::id)
                        .collectList()
                        .block(SHORT))
                .containsExactly(id);
        assertThat(images().list(ListImagesOptions.DEFAULTS.withFilter("reference", "enclave-test-none"))
                        .collectList()
                        .block(SHORT))
                .isEmpty();

        List<ImageDeletion> words = images().remove(tag.toString(), RemoveImageOptions.DEFAULTS)
                .collectList()
                .block(SHORT);

        assertThat(words)
                .extracting(ImageDeletion::untagged)
                .anyMatch(name -> name != null && name.endsWith(tag.toString()));
        assertThat(words).extracting(ImageDeletion::deleted).containsAnyOf(id, id.replace("sha256:", ""));
    }
}
