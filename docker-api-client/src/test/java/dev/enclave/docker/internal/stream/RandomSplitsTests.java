package dev.enclave.docker.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.testing.RandomCases;
import dev.enclave.testing.RandomPieces;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Streams of every kind, however their bytes are cut, and wherever they end too early. */
class RandomSplitsTests {

    private static final int CASES = 300;

    @Test
    void changeNothing() {
        RandomCases.check(CASES, random -> {
            RandomAnswer answer = new RandomAnswer(random);

            StreamPipeline pipeline = play(answer, answer.bytes(), random);

            assertThat(pipeline.error()).isNull();
            assertThat(pipeline.completed()).isTrue();
            for (StreamFrame.Source source : StreamFrame.Source.values()) {
                assertThat(pipeline.contentOf(source)).as("%s", source).isEqualTo(answer.contentOf(source));
            }
        });
    }

    @Test
    @Tag("C8")
    void makeNoSuccessOfAnAnswerThatIsCutOff() {
        RandomCases.check(CASES, random -> {
            RandomAnswer answer = new RandomAnswer(random);
            int length = random.nextBoolean()
                    ? random.nextInt(answer.bytes().length)
                    : random.nextInt(Math.min(answer.bytes().length, 400));

            StreamPipeline pipeline = play(answer, Arrays.copyOf(answer.bytes(), length), random);

            if (length < answer.headLength()) {
                assertThat(pipeline.opened()).isFalse();
                assertThat(pipeline.error()).isInstanceOf(ConnectionLostException.class);
            } else if (!answer.hijack()) {
                assertThat(pipeline.error()).isInstanceOf(ConnectionLostException.class);
            } else if (answer.framing() == Framing.MULTIPLEXED && !isBorder(answer, length)) {
                assertThat(pipeline.error()).isInstanceOf(DockerProtocolException.class);
            } else {
                assertThat(pipeline.completed()).isTrue();
            }
            assertThat(pipeline.completed()).isEqualTo(pipeline.error() == null);
            for (StreamFrame.Source source : StreamFrame.Source.values()) {
                byte[] some = pipeline.contentOf(source);
                assertThat(some).as("%s", source).isEqualTo(Arrays.copyOf(answer.contentOf(source), some.length));
            }
        });
    }

    private static StreamPipeline play(RandomAnswer answer, byte[] bytes, Random random) {
        StreamPipeline pipeline = new StreamPipeline(answer.hijack(), answer.framing());
        RandomPieces.of(bytes, random).forEach(pipeline::receive);
        pipeline.otherSideCloses();
        return pipeline;
    }

    /** Tells whether a cut is at a border of two frames of a hijacked stream. */
    private static boolean isBorder(RandomAnswer answer, int length) {
        byte[] bytes = answer.bytes();
        int at = answer.headLength();
        while (at < length) {
            int payload = ((bytes[at + 4] & 0xff) << 24)
                    | ((bytes[at + 5] & 0xff) << 16)
                    | ((bytes[at + 6] & 0xff) << 8)
                    | (bytes[at + 7] & 0xff);
            at += 8 + payload;
        }
        return at == length;
    }
}
