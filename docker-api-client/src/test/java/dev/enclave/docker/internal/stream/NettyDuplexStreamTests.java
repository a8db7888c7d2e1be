package dev.enclave.docker.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerProtocolException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** The end of the input is sent, or there is nobody left to send it to, or it is an error. */
@Tag("C8")
class NettyDuplexStreamTests {

    private static final Duration SHORT = Duration.ofSeconds(10);

    @Test
    void cannotEndTheInputOfAConnectionThatHasNoHalves() {
        EmbeddedChannel whole = new EmbeddedChannel();

        new NettyDuplexStream("POST /exec/e/start", whole, Flux.empty(), true)
                .endInput()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(DockerProtocolException.class)
                        .hasMessageContaining("POST /exec/e/start: the input cannot be ended")
                        .hasCauseInstanceOf(ClassCastException.class))
                .verify(SHORT);
        whole.close();
    }

    static Stream<Throwable> endsOfConnections() {
        return Stream.of(new IOException("Broken pipe"), new ClosedChannelException(), new NotYetConnectedException());
    }

    @ParameterizedTest
    @MethodSource("endsOfConnections")
    void hasNoInputToEndWhenTheConnectionHasGone(Throwable gone) {
        FailingChannel channel = new FailingChannel(gone);

        new NettyDuplexStream("POST /exec/e/start", channel, Flux.empty(), true)
                .endInput()
                .as(StepVerifier::create)
                .expectComplete()
                .verify(SHORT);
        channel.unsafe().closeForcibly();
    }

    @Test
    void tellsOfWhatElseGoesWrong() {
        FailingChannel channel = new FailingChannel(new IllegalStateException("odd"));

        new NettyDuplexStream("POST /exec/e/start", channel, Flux.empty(), true)
                .endInput()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(DockerProtocolException.class)
                        .hasMessageContaining("odd"))
                .verify(SHORT);
        channel.unsafe().closeForcibly();
    }

    @Test
    void leavesTheInputOfATerminalOpen() {
        FailingChannel channel = new FailingChannel(new AssertionError("half-closed"));

        new NettyDuplexStream("POST /exec/e/start", channel, Flux.empty(), false)
                .endInput()
                .as(StepVerifier::create)
                .expectComplete()
                .verify(SHORT);
        channel.unsafe().closeForcibly();
    }

    /** Open, and not able to end its output. */
    private static final class FailingChannel extends NioSocketChannel {
        private final Throwable failure;

        FailingChannel(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public ChannelFuture shutdownOutput() {
            return new DefaultChannelPromise(this, ImmediateEventExecutor.INSTANCE).setFailure(failure);
        }
    }
}
