package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.ScriptedConnection;
import dev.enclave.testing.ScriptedEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;
import reactor.core.Disposable;

/** Quiet TCP connections have a timer in the kernel, after which it asks whether the other side is still there. */
@OnEverySocket
@EnabledOnOs(OS.LINUX)
@Tag("C8")
class KeepAliveTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final String KEEP_ALIVE = "02";
    private static final String UPGRADED = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @Parameter
    SocketKind kind;

    private ScriptedEngine engine;
    private DockerClient client;

    @BeforeEach
    void start() {
        engine = ScriptedEngine.onTcp(KeepAliveTests::answerAndStaySilent);
        client = DockerClient.create(engine.options().withSocketKind(kind));
    }

    @AfterEach
    void stop() {
        client.close().block(SHORT);
        engine.close();
    }

    @Test
    void isSetForThePool() {
        client.system().info().block(SHORT);

        assertKeptAlive();
    }

    @Test
    void isSetForStreams() {
        Disposable events = client.system().events(EventOptions.ALL).subscribe();

        assertKeptAlive();
        events.dispose();
    }

    @Test
    void isSetForHijackedStreams() {
        DuplexStream stream =
                client.containers().attach("c", AttachOptions.OUTPUT).block(SHORT);

        assertKeptAlive();
        stream.dispose();
    }

    private static void answerAndStaySilent(ScriptedConnection connection) throws IOException {
        String target = connection.readRequest().target();
        if (target.contains("/info")) {
            connection.sendJson(200, "{}");
        } else {
            connection.send(target.contains("/attach") ? UPGRADED : CHUNKED);
        }
        connection.awaitEnd();
    }

    private void assertKeptAlive() {
        // Before it is quiet it has the timer of a repeated transmission.
        Timer timer = Eventually.get("a timer", this::timer, KeepAliveTests::isKeepAlive)
                .orElseThrow();
        assertThat(timer.seconds()).isBetween(0L, (long) KeepAlive.IDLE_SECONDS);
    }

    private static boolean isKeepAlive(Optional<Timer> timer) {
        return timer.filter(running -> running.kind().equals(KEEP_ALIVE)).isPresent();
    }

    /** The timer of the client's only connection, as the kernel tells it. */
    private Optional<Timer> timer() {
        return Stream.of("/proc/self/net/tcp", "/proc/self/net/tcp6")
                .flatMap(file -> linesOf(file).stream())
                .map(line -> line.strip().split("\\s+", -1))
                .filter(columns -> columns[2].endsWith(enginePort()) && columns[3].equals("01"))
                .map(columns -> Timer.of(columns[5]))
                .findFirst();
    }

    private String enginePort() {
        int port = ((DockerEndpoint.Tcp) engine.endpoint()).port();
        return String.format(Locale.ROOT, ":%04X", port);
    }

    private static List<String> linesOf(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which of a connection's timers runs, and for how long it still does. */
    private record Timer(String kind, long seconds) {
        private static final int TICKS_PER_SECOND = 100;

        static Timer of(String column) {
            int colon = column.indexOf(':');
            return new Timer(
                    column.substring(0, colon), Long.parseLong(column.substring(colon + 1), 16) / TICKS_PER_SECOND);
        }
    }
}
