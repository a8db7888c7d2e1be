package dev.enclave.docker.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConflictException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.TinyTar;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@OnEverySocket
class ImagesIT {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final byte[] FILES =
            new TinyTar().directory("etc").file("etc/motd", "hello").bytes();

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private final List<String> made = new ArrayList<>();

    private ImageOperations images() {
        return client().images();
    }

    private DockerClient client() {
        return TestEngine.client(kind);
    }

    @AfterEach
    void removeImages() {
        Flux.fromIterable(made)
                .concatMap(name -> images().remove(name, true).onErrorComplete(NotFoundException.class))
                .blockLast(SHORT);
    }

    private ImageReference newReference(String tag) {
        ImageReference reference = ImageReference.of(TestRun.name("image") + ":" + tag);
        made.add(reference.toString());
        return reference;
    }

    private String importNew(ImageReference reference) {
        return images().importFileSystem(reference, pieces(FILES)).block(SHORT);
    }

    @Test
    @Conformance({"images.importFileSystem", "images.inspect"})
    void areImportedFromAFileSystem() {
        ImageReference reference = newReference("1");

        String id = importNew(reference);

        ImageInspection inspection = images().inspect(reference.toString()).block(SHORT);
        assertThat(id).startsWith("sha256:").isEqualTo(inspection.id());
        assertThat(TestImages.shortNames(inspection.repoTags())).containsExactly(reference.toString());
        assertThat(inspection.os()).isEqualTo("linux");
        // Some engines count the image's description.
        assertThat(inspection.size()).isBetween(5L, 10_000L);
        assertThat(images().inspect(id).block(SHORT).id()).isEqualTo(id);
    }

    @Test
    @Conformance("images.load")
    void areLoadedFromAnArchive() throws Exception {
        ImageReference reference = newReference("2");
        String layer = "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(FILES));
        byte[] archive = new TinyTar()
                .file("layer.tar", FILES)
                .file("config.json", """
                        {"architecture":"amd64","os":"linux","config":{"Env":["A=b"],"User":"7","WorkingDir":"/etc"},
                        "rootfs":{"type":"layers","diff_ids":["%s"]}}""".formatted(layer))
                .file("manifest.json", """
                        [{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]""".formatted(reference))
                .bytes();

        assertThat(images().load(pieces(archive)).block(SHORT))
                .anySatisfy(line -> assertThat(line).contains("Loaded image").contains(reference.toString()));

        ImageInspection.Config config =
                images().inspect(reference.toString()).block(SHORT).config();
        assertThat(config.env()).contains("A=b");
        assertThat(config.user()).isEqualTo("7");
        assertThat(config.workingDir()).isEqualTo("/etc");
    }

    @Test
    @Conformance("images.list")
    void areListedWithTheirNames() {
        ImageReference reference = newReference("3");
        String id = importNew(reference);

        ImageSummary summary =
                images().list().filter(image -> image.id().equals(id)).single().block(SHORT);

        assertThat(TestImages.shortNames(summary.repoTags())).contains(reference.toString());
        assertThat(summary.created()).isPositive();
    }

    @Test
    @Conformance({"images.tag", "images.remove"})
    void haveNamesThatComeAndGo() {
        ImageReference first = newReference("4");
        ImageReference second = newReference("5");
        String id = importNew(first);

        images().tag(first.toString(), second).block(SHORT);
        assertThat(TestImages.shortNames(images().inspect(id).block(SHORT).repoTags()))
                .containsExactlyInAnyOrder(first.toString(), second.toString());

        images().remove(first.toString(), false).block(SHORT);
        assertThat(images().inspect(second.toString()).block(SHORT).id()).isEqualTo(id);

        images().remove(second.toString(), false).block(SHORT);
        assertFails(images().inspect(id), NotFoundException.class);
    }

    @Test
    @Tag("C8")
    @Conformance({"images.inspect", "images.remove", "images.tag"})
    void thatAreNotThereAreNotFound() {
        assertFails(images().inspect("enclave-test-none:1"), NotFoundException.class);
        assertFails(images().remove("enclave-test-none:1", true), NotFoundException.class);
        assertFails(
                images().tag("enclave-test-none:1", ImageReference.of("enclave-test-none:2")), NotFoundException.class);
    }

    @Test
    @Tag("C8")
    @Conformance("images.remove")
    void thatAreInUseAreNotRemoved() {
        ImageReference reference = newReference("6");
        importNew(reference);
        containers.create(
                ContainerConfig.builder(reference.toString()).cmd(List.of("x")).labels(TestRun.labels()));

        assertFails(images().remove(reference.toString(), false), ConflictException.class);
    }

    @Test
    @Tag("C8")
    @Conformance("images.importFileSystem")
    void areNotMadeOfWhatIsNoArchive() {
        assertFails(
                images().importFileSystem(
                                newReference("7"), Mono.just(new byte[2_000]).map(bytes -> {
                                    Arrays.fill(bytes, (byte) 'x');
                                    return bytes;
                                })),
                DockerApiException.class);
    }

    private static void assertFails(Mono<?> operation, Class<? extends Throwable> type) {
        operation.as(StepVerifier::create).expectError(type).verify(SHORT);
    }

    private static Flux<byte[]> pieces(byte[] content) {
        int size = 700;
        return Flux.range(0, (content.length + size - 1) / size)
                .map(i -> Arrays.copyOfRange(content, i * size, Math.min(content.length, (i + 1) * size)));
    }
}
