package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.transport.DockerEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentSocketsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private DockerEndpoint nobody;
    private DockerClient client;

    @BeforeEach
    void makeClient() {
        nobody = DockerEndpoint.of("unix://" + directory.resolve("nobody.sock"));
        client = DockerClient.create(DockerClientOptions.DEFAULTS.withEndpoint(nobody));
    }

    @AfterEach
    void closeClient() {
        client.close().block(PATIENCE);
    }

    private static Optional<AgentSocket> open(AgentSockets sockets, String name) {
        Optional<AgentSocket> socket = sockets.open(name).block(PATIENCE);
        socket.ifPresent(AgentSocket::dispose);
        return socket;
    }

    @Test
    void areOfferedAgainAfterOneThatCouldNotBeMade() throws IOException {
        AgentSockets sockets = new AgentSockets(client, true, directory);
        Path folder = sockets.prepare(nobody).block(PATIENCE);
        Files.createDirectory(folder.resolve("taken"));

        assertThat(open(sockets, "taken")).isEmpty();
        assertThat(open(sockets, "free")).isPresent();
    }

    @Test
    void areNotOfferedAgainAfterOneThatCouldNotBeReached() {
        AgentSockets sockets = new AgentSockets(client, true, directory);
        sockets.prepare(nobody).block(PATIENCE);

        sockets.open("first").block(PATIENCE).orElseThrow().isUnreachable("a test says so");

        assertThat(open(sockets, "second")).isEmpty();
    }

    @Test
    void areNotOfferedWhereTheirPathIsLongerThanTheKernelTakes() throws IOException {
        Path deep = Files.createDirectories(directory.resolve("x".repeat(100)));
        AgentSockets sockets = new AgentSockets(client, true, deep);
        sockets.prepare(nobody).block(PATIENCE);

        assertThat(open(sockets, "any")).isEmpty();
    }

    @Test
    void haveAFolderForTheirOwnerOnlyWhichGoesWithThem() throws IOException {
        AgentSockets sockets = new AgentSockets(client, true, null);
        Path folder = sockets.prepare(nobody).block(PATIENCE);

        assertThat(Files.getPosixFilePermissions(folder))
                .hasSize(3)
                .allMatch(may -> may.name().startsWith("OWNER"));
        sockets.open("left").block(PATIENCE).orElseThrow().dispose();

        sockets.close().block(PATIENCE);

        assertThat(folder).doesNotExist();
    }

    @Test
    void areNotOfferedToAnEngineOnAnotherHost() {
        AgentSockets sockets = new AgentSockets(client, true, directory);

        assertThat(sockets.prepare(DockerEndpoint.of("tcp://127.0.0.1:1")).blockOptional(PATIENCE))
                .isEmpty();
        assertThat(open(sockets, "any")).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }
}
