package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.EngineUnreachableException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.ResolvedEndpoint;
import dev.enclave.docker.transport.TimeoutOptions;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.channel.AbortedException;

@Tag("C8")
class ConnectionErrorsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ApiRequest GET = ApiRequest.get("/info");
    private static final ApiRequest POST = ApiRequest.post("/containers/create");

    private final ConnectionErrors errors = new ConnectionErrors(
            new ResolvedEndpoint(DockerEndpoint.unix(Path.of("/run/x.sock")), "environment variable DOCKER_HOST"),
            TimeoutOptions.DEFAULTS,
            Duration.ofSeconds(7));

    @Nested
    class Unreachable {

        static Stream<Arguments> causes() {
            return Stream.of(
                    // As epoll and NIO tell the same thing.
                    Arguments.of(new FileNotFoundException(), "no such socket; start the engine"),
                    Arguments.of(new NoSuchFileException("/run/x.sock"), "no such socket"),
                    Arguments.of(new SocketException("No such file or directory: /run/x.sock"), "no such socket"),
                    Arguments.of(
                            new ConnectException("connect(..) failed with error(-13): Permission denied: /run/x.sock"),
                            "add this user to the socket's group"),
                    Arguments.of(new SocketException("Operation not permitted"), "add this user"),
                    Arguments.of(new ConnectException("Connection refused: /run/x.sock"), "nothing listens there"),
                    Arguments.of(new ConnectTimeoutException("x"), "no connection within 10000 ms"),
                    Arguments.of(new UnknownHostException("no.such.host"), "name of its host cannot be resolved"));
        }

        @ParameterizedTest
        @MethodSource("causes")
        void saysWhatWasTriedAndWhatToDo(Throwable cause, String advice) {
            Throwable error = errors.unreachable("GET /info", cause);

            assertThat(error)
                    .isInstanceOf(EngineUnreachableException.class)
                    .hasMessageContaining("unix:///run/x.sock")
                    .hasMessageContaining("environment variable DOCKER_HOST")
                    .hasMessageContaining("GET /info")
                    .hasMessageContaining(advice)
                    .hasCause(cause);
        }

        @Test
        void isWhatAFailureBeforeTheConnectionIs() {
            assertThat(errors.failed(POST, PATIENCE, false, new ConnectException("Connection refused")))
                    .isInstanceOf(EngineUnreachableException.class);
        }
    }

    @Nested
    class Lost {

        @Test
        void mayHaveBeenCarriedOutUnlessItOnlyReads() {
            assertThat(lost(POST, new IOException("Connection reset by peer")).mayHaveBeenCarriedOut())
                    .isTrue();
            assertThat(lost(GET, new IOException("Connection reset by peer")).mayHaveBeenCarriedOut())
                    .isFalse();
        }

        @Test
        void wasNotCarriedOutWhenNothingWasSent() {
            AbortedException notSent = new AbortedException("Connection has been closed BEFORE send operation");

            assertThat(lost(POST, notSent).mayHaveBeenCarriedOut()).isFalse();
            assertThat(errors.failed(POST, PATIENCE, false, notSent))
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            lost -> assertThat(lost.mayHaveBeenCarriedOut()).isFalse());
        }

        private ConnectionLostException lost(ApiRequest request, Throwable cause) {
            return (ConnectionLostException) errors.failed(request, PATIENCE, true, cause);
        }
    }

    @Nested
    class Late {

        @Test
        void namesTheTimeoutOfTheRequestOrTheClients() {
            assertThat(errors.failed(GET, PATIENCE, true, ReadTimeoutException.INSTANCE))
                    .isInstanceOf(DockerTimeoutException.class)
                    .hasMessageContaining("no answer within 60000 ms");
            assertThat(errors.failed(GET, Duration.ofSeconds(3), true, ReadTimeoutException.INSTANCE))
                    .hasMessageContaining("no answer within 3000 ms");
        }

        @Test
        void tellsThatThePoolIsExhausted() {
            assertThat(errors.failed(GET, PATIENCE, false, new TimeoutException()))
                    .isInstanceOf(DockerTimeoutException.class)
                    .hasMessageContaining("no free connection in the pool within 7000 ms");
        }
    }

    @Test
    void leavesTypedErrorsAsTheyAre() {
        NotFoundException typed = new NotFoundException("GET /x", 404, "x");

        assertThat(errors.failed(GET, PATIENCE, true, typed)).isSameAs(typed);
        assertThat(errors.unreachable("GET /x", typed)).isSameAs(typed);
    }
}
