package dev.enclave.docker.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.docker.stream.StreamListener;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Eventually;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A socket of this process on which one program connects. */
@OnEverySocket
class StreamListenerTests {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @Parameter
    SocketKind kind;

    @TempDir
    Path folder;

    private DockerClient client;
    private Path socket;

    @BeforeEach
    void open() {
        client = DockerClient.builder()
                .endpoint(DockerEndpoint.unix(folder.resolve("no-engine")))
                .socketKind(kind)
                .build();
        socket = folder.resolve("s");
    }

    @AfterEach
    void close() {
        client.close().block(SHORT);
    }

    private StreamListener listen() {
        return client.listen(socket).block(SHORT);
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return channel;
    }

    private boolean isRefused() {
        try (SocketChannel connected = connect()) {
            return !connected.isOpen();
        } catch (IOException e) {
            return true;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void carriesBytesBothWaysToTheEnd() throws IOException {
        StreamListener listener = listen();
        try (SocketChannel other = connect()) {
            DuplexStream stream = listener.accepted().block(SHORT);
            stream.write(Flux.just(bytes("to "), bytes("there"))).block(SHORT);
            ByteBuffer read = ByteBuffer.allocate(8);
            for (int got = 0; got >= 0 && read.hasRemaining(); ) {
                got = other.read(read);
            }
            assertThat(new String(read.array(), StandardCharsets.UTF_8)).isEqualTo("to there");

            other.write(ByteBuffer.wrap(bytes("and back")));
            other.shutdownOutput();

            stream.output()
                    .map(StreamFrame::text)
                    .collectList()
                    .map(texts -> String.join("", texts))
                    .as(StepVerifier::create)
                    .expectNext("and back")
                    .expectComplete()
                    .verify(SHORT);
        }
    }

    @Test
    @Tag("C10")
    void acceptsNobodyElse() throws IOException {
        StreamListener listener = listen();
        try (SocketChannel first = connect()) {
            DuplexStream stream = listener.accepted().block(SHORT);
            Eventually.holds("nobody can connect", this::isRefused);

            first.write(ByteBuffer.wrap(bytes("still here")));
            stream.output()
                    .map(StreamFrame::text)
                    .as(StepVerifier::create)
                    .expectNext("still here")
                    .thenCancel()
                    .verify(SHORT);
            assertThat(listener.accepted().block(SHORT)).isSameAs(stream);
        }
    }

    @Test
    @Tag("C5")
    void readsOnlyWhatIsAskedFor() throws IOException {
        StreamListener listener = listen();
        try (SocketChannel other = connect()) {
            DuplexStream stream = listener.accepted().block(SHORT);
            other.configureBlocking(false);
            ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
            long written = 0;
            for (int taken = 1; taken > 0; ) {
                piece.clear();
                taken = other.write(piece);
                written += taken;
            }
            long sent = written;

            assertThat(sent).isLessThan(4L << 20);
            other.shutdownOutput();
            stream.output()
                    .reduce(0L, (sum, frame) -> sum + frame.bytes().length)
                    .as(StepVerifier::create)
                    .expectNext(sent)
                    .expectComplete()
                    .verify(SHORT);
        }
    }

    @Test
    void completesEmptyWhenItIsDisposedOf() {
        StreamListener listener = listen();

        StepVerifier.create(listener.accepted())
                .then(listener::dispose)
                .expectComplete()
                .verify(SHORT);

        assertThat(listener.isDisposed()).isTrue();
        Eventually.holds("nobody can connect", this::isRefused);
    }

    @Test
    void closesItsConnectionWhenItIsDisposedOf() throws IOException {
        StreamListener listener = listen();
        try (SocketChannel other = connect()) {
            DuplexStream stream = listener.accepted().block(SHORT);

            StepVerifier.create(stream.output())
                    .then(listener::dispose)
                    .expectError(ConnectionLostException.class)
                    .verify(SHORT);

            assertThat(other.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    @Tag("C8")
    void failsWhereNoSocketCanBeMade() {
        socket = folder.resolve("missing").resolve("s");

        StepVerifier.create(client.listen(socket))
                .expectErrorSatisfies(e -> assertThat(e).isInstanceOf(IOException.class))
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    void endsWithItsClient() throws IOException {
        StreamListener listener = listen();
        try (SocketChannel other = connect()) {
            Mono<DuplexStream> accepted = listener.accepted();
            accepted.block(SHORT);

            client.close().block(SHORT);

            assertThat(other.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }
}
