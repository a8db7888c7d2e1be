package dev.enclave.benchmarks.floor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Requests over kept connections, of which there are as many as threads ask at once; and streams, each with a connection of its own. */
public final class FloorClient implements AutoCloseable {

    /** Some engines close what is idle for longer. */
    private static final long MOST_IDLE = Duration.ofSeconds(5).toNanos();

    private final Path socket;
    private final ConcurrentLinkedDeque<FloorConnection> idle = new ConcurrentLinkedDeque<>();

    /**
     * Creates a client, which connects when it is first used.
     *
     * @param socket the engine's socket
     */
    public FloorClient(Path socket) {
        this.socket = socket;
    }

    /**
     * Makes a request, of whose answer only the status counts.
     *
     * @param request the bytes of the request
     * @param expected the status that is success
     * @throws IOException when it is another one, or the connection breaks
     */
    public void call(byte[] request, int expected) throws IOException {
        FloorConnection connection = borrow();
        int status = connection.exchange(request);
        idle.push(connection);
        if (status != expected) {
            throw new IOException("status " + status + " instead of " + expected);
        }
    }

    /**
     * Uploads a file.
     *
     * @param path where to
     * @param file what
     * @param expected the status that is success
     * @throws IOException when it is another one, or the connection breaks
     */
    public void upload(String path, Path file, int expected) throws IOException {
        FloorConnection connection = borrow();
        connection.write(Requests.upload(path, Files.size(file)));
        connection.write(file);
        int status = connection.exchange(new byte[0]);
        idle.push(connection);
        if (status != expected) {
            throw new IOException("status " + status + " instead of " + expected);
        }
    }

    /**
     * Makes a request with a short answer.
     *
     * @param request the bytes of the request
     * @return the answer's text
     * @throws IOException when it is not success, or the connection breaks
     */
    public String fetch(byte[] request) throws IOException {
        FloorConnection connection = borrow();
        String text = connection.fetch(request);
        idle.push(connection);
        return text;
    }

    /**
     * Opens a stream.
     *
     * @param request the bytes of the request that asks for it
     * @return the stream, which the caller closes
     * @throws IOException when it is refused, or the connection breaks
     */
    public FloorStream stream(byte[] request) throws IOException {
        FloorConnection connection = new FloorConnection(socket);
        try {
            connection.upgrade(request);
            return new FloorStream(connection);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private FloorConnection borrow() throws IOException {
        for (FloorConnection kept = idle.poll(); kept != null; kept = idle.poll()) {
            if (kept.idle() < MOST_IDLE) {
                return kept;
            }
            kept.close();
        }
        return new FloorConnection(socket);
    }

    @Override
    public void close() throws IOException {
        for (FloorConnection kept = idle.poll(); kept != null; kept = idle.poll()) {
            kept.close();
        }
    }
}
