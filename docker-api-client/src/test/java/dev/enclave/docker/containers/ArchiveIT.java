package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TinyTar;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@OnEverySocket
class ArchiveIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private String container;

    @BeforeEach
    void create() {
        container = containers.create(TestContainers.config("true"));
    }

    private ContainerOperations operations() {
        return TestEngine.client(kind).containers();
    }

    @Test
    @Conformance({"containers.putArchive", "containers.getArchive"})
    void bringsFilesInAndOut() {
        byte[] large = new byte[2_000_000];
        new Random(5).nextBytes(large);
        byte[] tar = new TinyTar()
                .directory("work")
                .file("work/small", "h\u00e9llo")
                .file("work/large", large)
                .bytes();

        operations().putArchive(container, "/", pieces(tar)).block(SHORT);
        Map<String, byte[]> files = get("/work");

        assertThat(files).containsOnlyKeys("work/small", "work/large");
        assertThat(files.get("work/small")).asString().isEqualTo("h\u00e9llo");
        assertThat(files.get("work/large")).isEqualTo(large);
    }

    @Test
    @Tag("C5")
    @Conformance("containers.getArchive")
    void isReadOnlyAsDemanded() {
        byte[] tar = new TinyTar().file("large", new byte[3_000_000]).bytes();
        operations().putArchive(container, "/", pieces(tar)).block(SHORT);

        operations()
                .getArchive(container, "/large")
                .limitRate(1)
                .reduce(0L, (sum, bytes) -> sum + bytes.length)
                .as(StepVerifier::create)
                .assertNext(sum -> assertThat(sum).isGreaterThan(3_000_000))
                .expectComplete()
                .verify(SHORT);
        operations()
                .getArchive(container, "/large")
                .as(publisher -> StepVerifier.create(publisher, 2))
                .expectNextCount(2)
                .thenCancel()
                .verify(SHORT);
    }

    @Test
    @Conformance("containers.statPath")
    void describesFilesDirectoriesAndLinks() {
        byte[] tar = new TinyTar()
                .directory("d")
                .file("d/f", "12345")
                .link("d/l", "/d/f")
                .bytes();
        operations().putArchive(container, "/", Mono.just(tar)).block(SHORT);

        PathStat file = operations().statPath(container, "/d/f").block(SHORT);
        assertThat(file.name()).isEqualTo("f");
        assertThat(file.size()).isEqualTo(5);
        assertThat(file.mode() & 0777).isEqualTo(0755);
        assertThat(file.mtime()).startsWith("1970-01-01");

        long directoryBit = 1L << 31;
        assertThat(operations().statPath(container, "/d").block(SHORT).mode() & directoryBit)
                .isNotZero();
        assertThat(operations().statPath(container, "/d/l").block(SHORT).linkTarget())
                .isEqualTo("/d/f");
    }

    @Test
    @Tag("C8")
    @Conformance({"containers.statPath", "containers.getArchive"})
    void failsOnPathsThatAreNotThere() {
        operations()
                .statPath(container, "/none")
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
        operations()
                .getArchive(container, "/none")
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    @Conformance("containers.putArchive")
    void failsOnADirectoryThatIsNotThere() {
        byte[] tar = new TinyTar().file("x", "x").bytes();

        operations()
                .putArchive(container, "/none", Mono.just(tar))
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    @Conformance("containers.putArchive")
    void failsWithTheEnginesAnswerAlsoWhenThatComesBeforeTheEndOfALargeArchive() {
        byte[] tar = new TinyTar().file("large", new byte[30_000_000]).bytes();

        operations()
                .putArchive(container, "/none", pieces(tar))
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    @Conformance("containers.putArchive")
    void failsWhenTheTargetIsAFile() {
        byte[] tar = new TinyTar().file("x", "x").bytes();
        operations().putArchive(container, "/", Mono.just(tar)).block(SHORT);

        operations()
                .putArchive(container, "/x", Mono.just(tar))
                .as(StepVerifier::create)
                // 400 or 500, according to the engine's version.
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(DockerApiException.class)
                        .hasMessageContaining("not a directory"))
                .verify(SHORT);
    }

    private Map<String, byte[]> get(String path) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        operations().getArchive(container, path).doOnNext(all::writeBytes).blockLast(SHORT);
        return TinyTar.read(all.toByteArray());
    }

    private static Flux<byte[]> pieces(byte[] content) {
        int size = 20_000;
        return Flux.range(0, (content.length + size - 1) / size)
                .map(i -> Arrays.copyOfRange(content, i * size, Math.min(content.length, (i + 1) * size)));
    }
}
