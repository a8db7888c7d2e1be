package dev.enclave.docker.internal.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.testing.ScriptedEngine;
import dev.enclave.testing.TinyTar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** Compressed archives never reach an engine (C13, CVE-2026-41567). */
@Tag("C13")
class PlainTarTests {

    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final String COMPRESSED = "dev.enclave.docker.internal.operations.PlainTarTests#compressed";
    private static final byte[] TAR =
            new TinyTar().directory("d").file("d/f", "content").bytes();

    static Stream<Arguments> compressed() {
        return Stream.of(
                Arguments.of("gzip", gzip(TAR)),
                Arguments.of("bzip2", beginning('B', 'Z', 'h', '9')),
                Arguments.of("xz", beginning(0xfd, '7', 'z', 'X', 'Z', 0)),
                Arguments.of("zstd", beginning(0x28, 0xb5, 0x2f, 0xfd)),
                Arguments.of("gzip without more", new byte[] {0x1f, (byte) 0x8b}));
    }

    @Nested
    class Refuses {

        @ParameterizedTest(name = "{0}")
        @MethodSource(COMPRESSED)
        void whatBeginsLikeACompressedArchive(String name, byte[] archive) {
            assertRefused(Flux.just(archive));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource(COMPRESSED)
        void itAlsoWhenEveryByteComesAlone(String name, byte[] archive) {
            assertRefused(pieces(archive, 1));
            assertRefused(Flux.concat(Flux.just(new byte[0]), pieces(archive, 2)));
        }

        private static void assertRefused(Flux<byte[]> archive) {
            PlainTar.requirePlain(archive)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("must be plain tar"))
                    .verify(SHORT);
        }
    }

    @Nested
    class PassesOn {

        @Test
        void aPlainArchiveHoweverItIsCut() {
            for (int size : new int[] {1, 2, 3, 4, 5, 6, 7, 511, 512, TAR.length}) {
                assertThat(joined(PlainTar.requirePlain(pieces(TAR, size))))
                        .as("pieces of %d", size)
                        .isEqualTo(TAR);
            }
        }

        @Test
        void whatIsTooShortToBeAnything() {
            assertThat(joined(PlainTar.requirePlain(Flux.empty()))).isEmpty();
            assertThat(joined(PlainTar.requirePlain(Flux.just(new byte[] {'B', 'Z'}))))
                    .containsExactly('B', 'Z');
        }

        @Test
        @Tag("C5")
        void onlyAsMuchAsIsDemanded() {
            TestPublisher<byte[]> source = TestPublisher.create();

            StepVerifier.create(PlainTar.requirePlain(source), 0)
                    .then(source::assertWasSubscribed)
                    .thenRequest(1)
                    .then(() -> source.next(new byte[512]))
                    .expectNextCount(1)
                    .then(() -> source.assertMaxRequested(2))
                    .thenCancel()
                    .verify(SHORT);
            source.assertCancelled();
        }

        @Test
        void theErrorOfTheSource() {
            PlainTar.requirePlain(Flux.error(new IOException("disk")))
                    .as(StepVerifier::create)
                    .expectErrorMessage("disk")
                    .verify(SHORT);
        }

        @Test
        void theSameToEachSubscriber() {
            Flux<byte[]> checked = PlainTar.requirePlain(pieces(TAR, 3));

            assertThat(joined(checked)).isEqualTo(TAR);
            assertThat(joined(checked)).isEqualTo(TAR);
        }
    }

    @Nested
    class OnTheWire {

        private ScriptedEngine engine;
        private DockerClient client;

        @BeforeEach
        void start() {
            engine = ScriptedEngine.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            client = engine.client();
        }

        @AfterEach
        void close() {
            client.close().block(SHORT);
            engine.close();
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource(COMPRESSED)
        void nothingIsSentOfACompressedArchive(String name, byte[] archive) {
            client.containers()
                    .putArchive("c", "/", pieces(archive, 1))
                    .as(StepVerifier::create)
                    .expectError(IllegalArgumentException.class)
                    .verify(SHORT);

            assertThat(engine.connections()).isEmpty();
        }

        @Test
        void aPlainArchiveIsSentAsItIs() {
            client.containers().putArchive("c", "/tmp", pieces(TAR, 100)).block(SHORT);

            assertThat(engine.requests()).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("PUT /v1.41/containers/c/archive?path=%2Ftmp");
                assertThat(request.headers())
                        .containsEntry("content-type", "application/x-tar")
                        .doesNotContainKey("content-encoding");
                assertThat(request.body()).isEqualTo(TAR);
            });
        }

        @Test
        void anEmptyArchiveIsSentAsAnEmptyBody() {
            client.containers().putArchive("c", "/", Flux.empty()).block(SHORT);

            assertThat(engine.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.body()).isEmpty());
        }

        @Test
        @Tag("C8")
        void anArchiveThatFailsHalfWayFailsWithItsError() {
            Flux<byte[]> breaking = pieces(TAR, 600).concatWith(Flux.error(new IOException("disk")));

            client.containers()
                    .putArchive("c", "/", breaking)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .hasRootCauseInstanceOf(IOException.class)
                            .hasRootCauseMessage("disk"))
                    .verify(SHORT);
        }
    }

    private static byte[] joined(Flux<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.doOnNext(all::writeBytes).blockLast(SHORT);
        return all.toByteArray();
    }

    private static Flux<byte[]> pieces(byte[] bytes, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += size) {
            pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
        }
        return Flux.fromIterable(pieces);
    }

    private static byte[] beginning(int... bytes) {
        byte[] archive = new byte[600];
        for (int i = 0; i < bytes.length; i++) {
            archive[i] = (byte) bytes[i];
        }
        return archive;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
