package dev.enclave.docker.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.StreamFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class RawFrameDecoderTests {

    private final EmbeddedChannel channel = new EmbeddedChannel(new RawFrameDecoder());

    @Test
    void makesAFrameOfEveryReadWithoutWaitingForALineBreak() {
        channel.writeInbound(Unpooled.copiedBuffer(new byte[] {'>', ' '}), Unpooled.copiedBuffer(new byte[] {'x'}));

        StreamFrame prompt = channel.readInbound();
        assertThat(prompt.text()).isEqualTo("> ");
        assertThat(prompt.source()).isEqualTo(StreamFrame.Source.RAW);
        assertThat(channel.<StreamFrame>readInbound().text()).isEqualTo("x");
    }

    @Test
    void makesNoFrameOfNothing() {
        channel.writeInbound(Unpooled.buffer());

        assertThat(channel.<StreamFrame>readInbound()).isNull();
    }

    @Test
    void copiesTheBytesAndReleasesTheBuffer() {
        ByteBuf buffer = channel.alloc().buffer().writeBytes(new byte[] {1, 2, 3});
        channel.writeInbound(buffer);

        assertThat(buffer.refCnt()).isZero();
        assertThat(channel.<StreamFrame>readInbound().bytes()).containsExactly(1, 2, 3);
    }
}
