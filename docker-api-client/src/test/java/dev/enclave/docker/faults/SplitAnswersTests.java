package dev.enclave.docker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerException;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.images.PullProgress;
import dev.enclave.docker.images.RegistryAuth;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.docker.system.EngineEvent;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.testing.RandomCases;
import dev.enclave.testing.RandomPieces;
import dev.enclave.testing.ScriptedEngine;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Answers over a real Unix socket that come in random pieces, or end at a random byte. */
class SplitAnswersTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final int CASES = 60;
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String UPGRADED = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    private static final List<String> SEPARATORS = List.of("", "\n", "\r\n", "\u001e");

    private final AtomicReference<List<byte[]>> pieces = new AtomicReference<>();
    private ScriptedEngine engine;
    private DockerClient client;

    @BeforeEach
    void start() {
        engine = ScriptedEngine.onUnixSocket(connection -> {
            connection.readRequest();
            for (byte[] piece : pieces.get()) {
                connection.send(piece);
                LockSupport.parkNanos(1_000);
            }
        });
        client = engine.client();
    }

    @AfterEach
    void close() {
        client.close().block(SHORT);
        engine.close();
    }

    @Test
    void areEventsWhateverTheCuts() {
        RandomCases.check(CASES, random -> {
            List<String> names = names(random);
            byte[] answer = chunked(
                    random,
                    names.stream()
                            .map(name ->
                                    "{\"Type\":\"container\",\"Action\":\"create\",\"Actor\":{\"ID\":\"i\",\"Attributes\":{\"name\":"
                                            + name + "}}}")
                            .toList());
            pieces.set(RandomPieces.of(answer, random));

            List<EngineEvent> events =
                    client.system().events(EventOptions.ALL).collectList().block(SHORT);

            assertThat(events)
                    .extracting(event -> quoted(event.actor().attributes().get("name")))
                    .isEqualTo(names);
        });
    }

    @Test
    void areProgressWhateverTheCuts() {
        RandomCases.check(CASES, random -> {
            List<String> names = names(random);
            byte[] answer = chunked(
                    random,
                    names.stream().map(name -> "{\"status\":" + name + "}").toList());
            pieces.set(RandomPieces.of(answer, random));

            List<PullProgress> steps = pull().block(SHORT);

            assertThat(steps).extracting(step -> quoted(step.status())).isEqualTo(names);
        });
    }

    @Test
    @Tag("C8")
    void areNoSuccessWhenTheyEndTooEarly() {
        RandomCases.check(CASES, random -> {
            byte[] answer = chunked(
                    random,
                    names(random).stream()
                            .map(name -> "{\"status\":" + name + "}")
                            .toList());
            pieces.set(RandomPieces.of(Arrays.copyOf(answer, random.nextInt(answer.length)), random));

            assertThat(Outcome.of(pull(), SHORT).error()).isInstanceOf(DockerException.class);
        });
    }

    @Test
    void areFramesWhateverTheCuts() {
        RandomCases.check(CASES, random -> {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            byte[] frames = frames(random, expected);
            boolean hijacked = random.nextBoolean();
            pieces.set(RandomPieces.of(
                    hijacked ? join(UPGRADED, frames) : join(CHUNKED, chunk(frames), latin("0\r\n\r\n")), random));

            Map<StreamFrame.Source, ByteBuffer> output = (hijacked
                            ? client.containers()
                                    .attach("c", AttachOptions.OUTPUT)
                                    .map(DuplexStream::output)
                                    .flatMap(Operation::joined)
                            : Operation.joined(client.containers().logs("c", LogOptions.DEFAULTS)))
                    .block(SHORT);

            assertThat(output.getOrDefault(StreamFrame.Source.STDOUT, ByteBuffer.allocate(0)))
                    .isEqualTo(ByteBuffer.wrap(expected.toByteArray()));
        });
    }

    private Mono<List<PullProgress>> pull() {
        return client.images()
                .pull(ImageReference.of("registry.example:5000/a:1"), RegistryAuth.ANONYMOUS)
                .collectList();
    }

    /** Texts as JSON, with what is hard to cut: quotes, braces, escapes, characters of two to four bytes. */
    private static List<String> names(Random random) {
        List<String> hard = List.of("a", "{", "}", "[", "\\\"", "\\\\", "\u00fc", "\u20ac", "\ud83d\ude00", " ");
        List<String> names = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            StringBuilder name = new StringBuilder("\"");
            for (int length = random.nextInt(30); length > 0; length--) {
                name.append(hard.get(random.nextInt(hard.size())));
            }
            names.add(name.append('"').toString());
        }
        return names;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static byte[] chunked(Random random, List<String> objects) {
        String separator = SEPARATORS.get(random.nextInt(SEPARATORS.size()));
        byte[] body = String.join(separator, objects).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        RandomPieces.of(body, random).forEach(piece -> chunks.writeBytes(chunk(piece)));
        return join(CHUNKED, chunks.toByteArray(), latin("0\r\n\r\n"));
    }

    private static byte[] chunk(byte[] content) {
        return content.length == 0
                ? content
                : join(Integer.toHexString(content.length) + "\r\n", content, latin("\r\n"));
    }

    private static byte[] frames(Random random, ByteArrayOutputStream content) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = random.nextInt(10); i > 0; i--) {
            byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(150_000) : random.nextInt(30)];
            random.nextBytes(payload);
            frames.writeBytes(ByteBuffer.allocate(8)
                    .putInt(1 << 24)
                    .putInt(payload.length)
                    .array());
            frames.writeBytes(payload);
            content.writeBytes(payload);
        }
        return frames.toByteArray();
    }

    private static byte[] join(String head, byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(latin(head));
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
