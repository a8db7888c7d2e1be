package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When one connection, which serves many requests, waits for an answer, and how long; the clock is the test's. */
@Tag("C8")
class AnswerTimeoutTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration NEARLY = Duration.ofSeconds(9);

    private final EmbeddedChannel channel = new EmbeddedChannel(new AnswerTimeout());

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }

    private void send(Duration patience) {
        AnswerTimeout.expect(channel, patience);
        sendHead();
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void sendHead() {
        channel.writeOutbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/_ping"));
    }

    /** A request of the usual patience, and its answer. */
    private void exchange() {
        send(PATIENCE);
        hear(HttpResponseStatus.OK);
        hearEnd();
    }

    private void hear(HttpResponseStatus status) {
        channel.writeInbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status));
    }

    private void hearPiece() {
        channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer("x".getBytes(StandardCharsets.UTF_8))));
    }

    private void hearEnd() {
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void assertPatient() {
        channel.checkException();
        assertThat(channel.isOpen()).isTrue();
    }

    private void assertFailed() {
        assertThatExceptionOfType(ReadTimeoutException.class).isThrownBy(channel::checkException);
        assertThat(channel.isOpen()).isFalse();
    }

    private void assertFailsAfter(Duration patience) {
        pass(patience.minusSeconds(1));
        assertPatient();
        pass(Duration.ofSeconds(1));
        assertFailed();
    }

    @Test
    void failsAndClosesWhenNothingComes() {
        send(PATIENCE);

        assertFailsAfter(PATIENCE);
    }

    @Test
    void countsFromTheLastThatWasHeard() {
        send(PATIENCE);
        pass(NEARLY);
        hear(HttpResponseStatus.OK);
        pass(NEARLY);
        hearPiece();

        assertFailsAfter(PATIENCE);
    }

    @Test
    void isSilentBetweenRequestsAndWaitsAgainForTheNext() {
        exchange();
        pass(PATIENCE.multipliedBy(3));
        assertPatient();

        send(PATIENCE);
        assertFailsAfter(PATIENCE);
    }

    /** The timer of the first is still set when the second is sent. */
    @Test
    void eachRequestHasItsOwnPatience() {
        exchange();
        send(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertFailed();
    }

    @Test
    void aLongerPatienceOutlastsTheTimerOfTheRequestBefore() {
        exchange();
        send(PATIENCE.multipliedBy(2));
        pass(PATIENCE);
        assertPatient();
        pass(PATIENCE);
        assertFailed();
    }

    @Test
    void beginsWhenTheRequestHasBeenSentWhole() {
        AnswerTimeout.expect(channel, PATIENCE);
        sendHead();
        pass(PATIENCE.multipliedBy(3));
        assertPatient();

        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        pass(PATIENCE);
        assertFailed();
    }

    @Test
    void waitsForNothingWhereTheAnswerCameBeforeTheRequestsEnd() {
        AnswerTimeout.expect(channel, PATIENCE);
        sendHead();
        hear(HttpResponseStatus.BAD_REQUEST);
        hearEnd();
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);

        pass(PATIENCE.multipliedBy(3));
        assertPatient();
    }

    @Test
    void aProvisionalAnswerIsNotTheAnswer() {
        send(PATIENCE);
        hear(HttpResponseStatus.CONTINUE);
        hearEnd();

        pass(PATIENCE);
        assertFailed();
    }

    @Test
    void withoutAPatienceItWaitsForEver() {
        sendHead();
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);

        pass(PATIENCE.multipliedBy(100));
        assertPatient();
    }

    @Test
    void leavesNoTimerBehind() {
        send(PATIENCE);
        channel.pipeline().remove(AnswerTimeout.class);

        assertThat(channel.hasPendingTasks()).isFalse();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }
}
