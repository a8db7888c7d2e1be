package dev.enclave.engine.internal.agent;

import static dev.enclave.engine.internal.agent.DescribedCommand.shell;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the agent reaches the engine: by the socket that it is told of, or by its standard streams. */
class AgentReachTests {

    private static final int ENOENT = 2;
    private static final int ENAMETOOLONG = 36;
    private static final long MUCH = 8L << 20;

    @TempDir
    Path folder;

    @Test
    @Tag("C5")
    void byTheSocketItSaysAndHearsEverythingThere() throws Exception {
        try (NativeAgent agent = NativeAgent.connected(folder.resolve("s"))) {
            agent.greet(0);
            agent.spawn(1, shell("head -c " + MUCH + " /dev/zero"));
            agent.credit(1, 1, MUCH);

            List<String> told = agent.awaitOver(1);

            assertThat(told).anyMatch(frame -> frame.length() >= MUCH);
        }
    }

    @Test
    @Tag("C3")
    void theEndOfTheConnectionEndsEverything() throws Exception {
        NativeAgent agent = NativeAgent.connected(folder.resolve("s"));
        agent.greet(0);
        agent.spawn(1, shell("echo on; exec sleep 1000"));
        agent.credit(1, 1, 100);
        agent.awaitOutput(1, "on");

        agent.close();

        agent.awaitEnd(0);
    }

    @Test
    @Tag("C8")
    void byItsStreamsWhereThereIsNoSocketAndSaysSo() throws Exception {
        try (NativeAgent agent = NativeAgent.startWithoutSocket(folder.resolve("missing"))) {
            assertThat(errno(agent.await(0, ToldFrame.NO_SOCKET))).isEqualTo(ENOENT);

            agent.greet(0);
            agent.spawn(1, shell("exit 3"));
            assertThat(agent.awaitOver(1)).isNotEmpty();
        }
    }

    @Test
    @Tag("C8")
    void byItsStreamsWhereThePathIsTooLong() throws Exception {
        try (NativeAgent agent = NativeAgent.startWithoutSocket(Path.of("/" + "x".repeat(200)))) {
            assertThat(errno(agent.await(0, ToldFrame.NO_SOCKET))).isEqualTo(ENAMETOOLONG);
            agent.greet(0);
        }
    }

    private static int errno(ToldFrame frame) {
        return ByteBuffer.wrap(frame.payload()).getInt();
    }
}
