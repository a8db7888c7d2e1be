package dev.enclave.docker.internal.stream;

import static dev.enclave.docker.internal.stream.EngineBytes.UPGRADED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.BadRequestException;
import dev.enclave.docker.ConflictException;
import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.NotFoundException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamHeadHandlerTests {

    private static final String NOT_UPGRADED =
            "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @Nested
    class Hijacked {

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void passesOnWhatFollowsTheHeadWhereverTheReadsAreCut(boolean upgraded) {
            String all = (upgraded ? UPGRADED : NOT_UPGRADED) + "first bytes\r\n\r\n0\r\n\r\n";
            for (int cut = 1; cut < all.length(); cut++) {
                HeadHandlerChannel channel = HeadHandlerChannel.hijacking();

                channel.receive(all.substring(0, cut));
                channel.receive(all.substring(cut));

                assertThat(channel.succeeded()).isTrue();
                assertThat(channel.passedOn()).as("cut at %d", cut).isEqualTo("first bytes\r\n\r\n0\r\n\r\n");
            }
        }

        @Test
        void canBeWrittenToUntouchedOnceItIsOpen() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();
            channel.receive(UPGRADED);

            channel.write("input");

            assertThat(channel.sent()).isEqualTo("input");
        }

        @Test
        void endsInOrderWhenTheOtherSideCloses() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();
            channel.receive(UPGRADED + "output");

            channel.otherSideCloses();

            assertThat(channel.ended()).isTrue();
            assertThat(channel.passedOn()).isEqualTo("output");
        }

        @Test
        @Tag("C8")
        void doesNotEndInOrderWhenThisSideCloses() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();
            channel.receive(UPGRADED + "output");

            channel.thisSideCloses();

            assertThat(channel.ended()).isFalse();
        }

        @Test
        void skipsProvisionalAnswers() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();

            channel.receive("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(channel.succeeded()).isFalse();
            channel.receive("HTTP/1.1 102 Processing\r\n\r\n" + UPGRADED + "x");

            assertThat(channel.succeeded()).isTrue();
            assertThat(channel.passedOn()).isEqualTo("x");
        }
    }

    @Nested
    class Http {

        @Test
        void passesOnTheBodyWithoutTheMarksOfChunksWhereverTheReadsAreCut() {
            String all = CHUNKED + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
            for (int cut = 1; cut < all.length(); cut++) {
                HeadHandlerChannel channel = HeadHandlerChannel.getting();

                channel.receive(all.substring(0, cut));
                channel.receive(all.substring(cut));

                assertThat(channel.passedOn()).as("cut at %d", cut).isEqualTo("hello world");
                assertThat(channel.ended()).as("cut at %d", cut).isTrue();
            }
        }

        @Test
        void endsAfterTheLengthThatWasAnnounced() {
            HeadHandlerChannel channel = HeadHandlerChannel.getting();

            channel.receive("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
            assertThat(channel.ended()).isFalse();
            channel.receive("lo");

            assertThat(channel.passedOn()).isEqualTo("hello");
            assertThat(channel.ended()).isTrue();
        }

        @Test
        void endsWithTheConnectionWhenNoLengthWasAnnounced() {
            HeadHandlerChannel channel = HeadHandlerChannel.getting();
            channel.receive("HTTP/1.1 200 OK\r\n\r\nall of it");
            assertThat(channel.ended()).isFalse();

            channel.otherSideCloses();

            assertThat(channel.passedOn()).isEqualTo("all of it");
            assertThat(channel.ended()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    CHUNKED + "5\r\nhel",
                    CHUNKED + "5\r\nhello\r\n",
                    CHUNKED + "5\r\nhello\r\n0\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"
                })
        @Tag("C8")
        void doesNotEndInOrderWhenTheBodyIsCutOff(String answer) {
            HeadHandlerChannel channel = HeadHandlerChannel.getting();
            channel.receive(answer);

            channel.otherSideCloses();

            assertThat(channel.succeeded()).isTrue();
            assertThat(channel.ended()).isFalse();
        }

        @Test
        void failsWhenTheBodyIsNotHttp() {
            HeadHandlerChannel channel = HeadHandlerChannel.getting();

            channel.receive(CHUNKED + "this is no length\r\n");

            assertThat(channel.brokenBy())
                    .isInstanceOf(BrokenStreamException.class)
                    .hasMessageContaining("not HTTP");
        }
    }

    @Nested
    @Tag("C8")
    class ErrorAnswers {

        @Test
        void withJsonBecomeTypedErrors() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();

            channel.receive("HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 33\r\n\r\n"
                    + "{\"message\":\"No such container: x\"}".substring(0, 20));
            assertThat(channel.error()).isNull();
            channel.receive("{\"message\":\"No such container: x\"}".substring(20, 33));

            assertThat(channel.error()).isInstanceOf(NotFoundException.class);
            assertThat(channel.isOpen()).isFalse();
        }

        @Test
        void ofPlainTextWithoutLengthAreReadToTheEndOfTheConnection() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();
            channel.receive("HTTP/1.1 409 Conflict\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n");
            channel.receive("container abc is not ");
            channel.receive("running\r\n");
            assertThat(channel.error()).isNull();

            channel.otherSideCloses();

            assertThat(channel.error())
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            conflict -> assertThat(conflict.engineMessage()).isEqualTo("container abc is not running"));
        }

        @Test
        void inChunksAreReadWhole() {
            HeadHandlerChannel channel = HeadHandlerChannel.getting();

            channel.receive(EngineBytes.head("HTTP/1.1 400 Bad Request", "Transfer-Encoding: chunked"));
            channel.receive("10\r\n{\"message\":\"bad \r\n8\r\nfilter\"}\r\n0\r\n\r\n");

            assertThat(channel.error())
                    .isInstanceOfSatisfying(
                            BadRequestException.class,
                            bad -> assertThat(bad.engineMessage()).isEqualTo("bad filter"));
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 304, 404, 500, 599})
        void ofAnyStatusFromThreeHundredOnFailTheOpening(int status) {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();

            channel.receive("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");

            assertThat(channel.error())
                    .isInstanceOfSatisfying(
                            DockerApiException.class,
                            error -> assertThat(error.status()).isEqualTo(status));
            assertThat(channel.succeeded()).isFalse();
        }

        @Test
        void thatNeverEndAreCutOffAtALimit() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();
            channel.receive("HTTP/1.1 500 X\r\n\r\n");

            for (int i = 0; i < 40 && channel.isOpen(); i++) {
                channel.receive("x".repeat(64 * 1024));
            }

            assertThat(channel.error()).isInstanceOf(DockerApiException.class);
        }

        @Test
        void thatStallAreReportedWithTheirStatusAfterTheTimeout() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();
            channel.receive("HTTP/1.1 500 X\r\n\r\nhalf a mess");

            channel.advance(Duration.ofMinutes(2));

            assertThat(channel.error())
                    .isInstanceOfSatisfying(
                            DockerApiException.class,
                            error -> assertThat(error.engineMessage()).isEqualTo("half a mess"));
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Nested
    @Tag("C8")
    class NoAnswer {

        @Test
        void beforeTheConnectionClosesMayMeanThatItWasCarriedOut() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();
            channel.receive("HTTP/1.1 10");

            channel.otherSideCloses();

            assertThat(channel.error())
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            lost -> assertThat(lost.mayHaveBeenCarriedOut()).isTrue());
        }

        @Test
        void becauseTheConnectionEndsInsideTheHeadIsALostConnection() {
            HeadHandlerChannel channel = HeadHandlerChannel.getting();

            channel.receive("HTTP/1.1 200 OK\r\nContent-");
            channel.otherSideCloses();

            assertThat(channel.error())
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("inside the head");
        }

        @Test
        void becauseTheConnectionBreaksIsALostConnection() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();

            channel.breakWith(new IOException("Connection reset by peer"));

            assertThat(channel.error())
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("reset");
            assertThat(channel.isOpen()).isFalse();
        }

        @Test
        void toARequestThatOnlyReadsChangedNothing() {
            HeadHandlerChannel channel = HeadHandlerChannel.getting();

            channel.otherSideCloses();

            assertThat(channel.error())
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            lost -> assertThat(lost.mayHaveBeenCarriedOut()).isFalse());
        }

        @Test
        void inTimeIsATimeoutAndClosesTheConnection() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();

            channel.advance(HeadHandlerChannel.HEAD_TIMEOUT.minusSeconds(20));
            assertThat(channel.error()).isNull();
            channel.advance(Duration.ofSeconds(20));

            assertThat(channel.error())
                    .isInstanceOf(DockerTimeoutException.class)
                    .hasMessageContaining("response head within 60000 ms");
            assertThat(channel.isOpen()).isFalse();
        }

        @Test
        void isNotSuspectedOnceTheHeadHasArrived() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();
            channel.receive(UPGRADED);

            channel.advance(Duration.ofDays(1));

            assertThat(channel.isOpen()).isTrue();
            assertThat(channel.error()).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 abc X\r\n\r\n", "\u0000\u0001\u0002\r\n\r\n"})
        void thatIsHttpIsAProtocolError(String garbage) {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();

            channel.receive(garbage);

            assertThat(channel.error()).isInstanceOf(DockerProtocolException.class);
            assertThat(channel.isOpen()).isFalse();
        }

        @Test
        void thatWasAskedForIsAProtocolErrorWhenItUpgrades() {
            HeadHandlerChannel channel = HeadHandlerChannel.getting();

            channel.receive(UPGRADED);

            assertThat(channel.error()).isInstanceOf(DockerProtocolException.class);
            assertThat(channel.isOpen()).isFalse();
        }

        @Test
        void withAHeadOfManyMegabytesIsAProtocolError() {
            HeadHandlerChannel channel = HeadHandlerChannel.getting();
            channel.receive("HTTP/1.1 200 OK\r\n");

            for (int i = 0; i < 200 && channel.isOpen(); i++) {
                channel.receive("X-Filler-" + i + ": " + "x".repeat(1_000) + "\r\n");
            }

            assertThat(channel.error()).isInstanceOf(DockerProtocolException.class);
        }
    }

    @Nested
    @Tag("C5")
    class Reads {

        @Test
        void byItselfUntilTheHeadIsCompleteAndNotAfter() {
            HeadHandlerChannel channel = HeadHandlerChannel.hijacking();
            assertThat(channel.reads()).isEqualTo(1);

            channel.receive(UPGRADED.substring(0, 30));
            assertThat(channel.reads()).isGreaterThan(1);
            channel.receive(UPGRADED.substring(30));
            int afterHead = channel.reads();
            channel.receive("data");

            assertThat(channel.reads()).isEqualTo(afterHead);
        }
    }
}
