package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.ResourceUsage;
import dev.enclave.engine.internal.process.ProcessExit;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C8")
class FrameDecoderTests {

    private final FrameDecoder decoder = new FrameDecoder();
    private final List<AgentFrame> frames = new ArrayList<>();

    private List<AgentFrame> decode(byte[] bytes) {
        decoder.decode(bytes, frames::add);
        return frames;
    }

    @Test
    void understandsEachFrame() {
        decode(AgentBytes.of()
                .hello(1)
                .started(7, 42)
                .inputCredit(7, 0xffffffffL)
                .inputClosed(7)
                .pong(-5)
                .endOfOutput(7, 1, 0)
                .endOfOutput(7, 2, 9)
                .failed(8, 2, 4, "no such file")
                .gone(7)
                .fatal("why")
                .toBytes());

        assertThat(frames)
                .containsExactly(
                        new AgentFrame.Hello(1),
                        new AgentFrame.Started(7, 42),
                        new AgentFrame.InputCredit(7, 0xffffffffL),
                        new AgentFrame.InputClosed(7),
                        new AgentFrame.Pong(-5),
                        new AgentFrame.EndOfOutput(7, StreamFrame.Source.STDOUT, 0),
                        new AgentFrame.EndOfOutput(7, StreamFrame.Source.STDERR, 9),
                        new AgentFrame.Failed(8, 2, AgentFrame.Step.EXEC, "no such file"),
                        new AgentFrame.Gone(7),
                        new AgentFrame.Fatal("why"));
    }

    @Test
    void tellsExitCodesAndUsage() {
        decode(AgentBytes.of().exited(7, 0, 3, 1_500_000, 250, 2048, 0).toBytes());

        ResourceUsage usage = new ResourceUsage(Duration.ofMillis(1500), Duration.ofNanos(250_000), 2L << 20);
        assertThat(frames).containsExactly(new AgentFrame.Exited(7, new ProcessExit(3, null, false, usage)));
    }

    @Test
    void tellsSignalsAsShellsDoAndKillsForWantOfMemory() {
        decode(AgentBytes.of().exited(7, 1, 9, 0, 0, 0, 1).toBytes());

        ProcessExit exit = ((AgentFrame.Exited) frames.get(0)).exit();
        assertThat(exit.code()).isEqualTo(137);
        assertThat(exit.signal()).isEqualTo(9);
        assertThat(exit.outOfMemory()).isTrue();
    }

    @Test
    void doesNotBlameMemoryWhereTheCountCannotBeRead() {
        decode(AgentBytes.of().exited(7, 1, 9, 0, 0, 0, -1).toBytes());

        assertThat(((AgentFrame.Exited) frames.get(0)).exit().outOfMemory()).isFalse();
    }

    @Test
    void isNotMisledByWhereReadsCutTheStream() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] printed = new byte[100_000];
        random.nextBytes(printed);
        AgentBytes stream = AgentBytes.of().hello(1).started(1, 2);
        for (int at = 0; at < printed.length; ) {
            int length = Math.min(random.nextInt(3000), printed.length - at);
            stream.output(1, 1 + random.nextInt(2), Arrays.copyOfRange(printed, at, at + length));
            at += length;
        }
        byte[] bytes = stream.gone(1).toBytes();

        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(random.nextInt(40) == 0 ? 5000 : random.nextInt(20), bytes.length - at);
            decoder.decode(Arrays.copyOfRange(bytes, at, at + length), frames::add);
            at += length;
        }

        ByteArrayOutputStream received = new ByteArrayOutputStream();
        frames.forEach(frame -> {
            if (frame instanceof AgentFrame.Output output) {
                received.writeBytes(output.frame().bytes());
            }
        });
        assertThat(received.toByteArray()).as("seed %d", seed).isEqualTo(printed);
        assertThat(frames.get(frames.size() - 1)).isEqualTo(new AgentFrame.Gone(1));
    }

    @Test
    void handsOutputOnAsItComesAndWithoutACopyWhereItCan() {
        byte[] frame =
                AgentBytes.of().output(1, 1, new byte[] {1, 2, 3, 4, 5, 6}).toBytes();
        int inside = frame.length - 4;
        byte[] middle = Arrays.copyOfRange(frame, inside, frame.length - 1);

        decode(Arrays.copyOf(frame, inside));
        assertThat(outputs()).containsExactly(new byte[] {1, 2});
        decode(middle);
        assertThat(outputs().get(1)).isSameAs(middle);
        decode(Arrays.copyOfRange(frame, frame.length - 1, frame.length));
        assertThat(outputs()).hasSize(3).last().isEqualTo(new byte[] {6});
    }

    private List<byte[]> outputs() {
        return frames.stream()
                .map(frame -> ((AgentFrame.Output) frame).frame().bytes())
                .toList();
    }

    @Test
    void passesOutputOfTheLongestFrame() {
        byte[] most = new byte[FrameDecoder.LONGEST_PAYLOAD];

        decode(AgentBytes.of().output(1, 1, most).toBytes());

        assertThat(((AgentFrame.Output) frames.get(0)).frame().bytes()).hasSameSizeAs(most);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a frame that is too long, 00010001 83 00000001, too long",
        "a length below zero, ffffffff 83 00000001, too long",
        "an unknown type, 00000000 42 00000001, unknown type 66",
        "a hello without version, 00000000 81 00000000, 0 bytes in place of 2",
        "a gone with content, 00000001 87 00000001 00, 1 bytes in place of 0",
        "an end of an unknown output, 00000009 85 00000001 03 0000000000000000, unknown output",
        "a failure that is cut, 00000004 88 00000001 00000002, cut short",
        "a failure in an unknown step, 00000009 88 00000001 00000002 09 00000000, unknown step 9",
        "a text of the wrong length, 00000005 8f 00000000 00000009 41, wrong length",
    })
    void refusesWhatBreaksTheRules(String what, String hex, String reason) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOf(AgentProtocolException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void failsOnGarbageOnlyAsTheProtocolSays() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(64)];
            random.nextBytes(garbage);
            if (random.nextBoolean() && garbage.length > 4) {
                // A plausible length, so that more than the first check is met.
                Arrays.fill(garbage, 0, 3, (byte) 0);
                garbage[3] = (byte) random.nextInt(48);
                garbage[4] = (byte) (0x80 + random.nextInt(16));
            }
            try {
                new FrameDecoder().decode(garbage, frame -> {});
            } catch (AgentProtocolException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + i + ": " + Arrays.toString(garbage), e);
            }
        }
    }
}
