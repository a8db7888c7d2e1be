package dev.enclave.engine.internal.orphan;

import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program of the orphan watch: a small JVM of its own, child of the one that uses the engine. It waits for the end of its standard
 * input, which comes when the parent dies in whichever way, and then removes the parent's ephemeral containers. A byte on standard input
 * tells it that the parent has closed its engine in order, and there is nothing to do.
 *
 * <p>It uses nothing but the JDK, blocks, and is one class without nested ones: {@link OrphanWatch} copies just this class's file. A second
 * process of a kind is needed because nothing in the Docker API ties a container that was created, but not yet started, to a connection.
 *
 * <p>Arguments: the engine's Unix socket, the value of the label by which the parent's containers are found, the folder of this
 * class's file, which is removed at once, and the folder of the parent's own sockets, which is removed at its end; empty for none.
 */
public final class OrphanWatchMain {

    private static final Pattern ID = Pattern.compile("\"Id\":\"([0-9a-f]{64})\"");
    private static final long PAUSE_NANOS = 200_000_000L;
    private static final long PARENT_END_NANOS = 10_000_000_000L;
    private static final long AT_LEAST_NANOS = 3_000_000_000L;
    private static final long AT_MOST_NANOS = 30_000_000_000L;

    private static volatile boolean parentEnded;

    private OrphanWatchMain() {}

    /**
     * Waits, and cleans up.
     *
     * @param arguments as the class's description says
     * @throws IOException if standard input cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Path socket = Path.of(arguments[0]);
        String label = arguments[1];
        deleteOwnFiles(Path.of(arguments[2]));
        String sockets = arguments[3];
        // A signal to the whole process group (Ctrl-C) reaches parent and child alike: the child cleans up all the
        // same. One to the child alone leaves the parent, and its sandboxes, as they are.
        Thread cleanUp = new Thread(
                () -> {
                    if (parentEnds()) {
                        deleteSockets(sockets);
                        removeOrphans(socket, label);
                    }
                },
                "enclave-orphan-watch");
        Runtime.getRuntime().addShutdownHook(cleanUp);
        parentEnded = System.in.read() < 0;
        if (!parentEnded) {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        }
    }

    /** Waits a while for the parent's end; whether it has come. */
    private static boolean parentEnds() {
        long begin = System.nanoTime();
        while (!parentEnded && System.nanoTime() - begin < PARENT_END_NANOS) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return parentEnded;
    }

    /** Removes the class's file and its folders. */
    static void deleteOwnFiles(Path folder) throws IOException {
        String file = OrphanWatchMain.class.getName().replace('.', '/') + ".class";
        Path path = folder.resolve(file);
        while (path != null && path.startsWith(folder)) {
            Files.deleteIfExists(path);
            path = path.getParent();
        }
    }

    private static void deleteSockets(String folder) {
        File[] left = folder.isEmpty() ? null : new File(folder).listFiles();
        if (left != null) {
            for (File file : left) {
                file.delete();
            }
            new File(folder).delete();
        }
    }

    /** Looks for a while, as the engine may still be busy with a create that it had received. */
    private static void removeOrphans(Path socket, String label) {
        long begin = System.nanoTime();
        long lastSeen = begin;
        long now = begin;
        while (now - lastSeen < AT_LEAST_NANOS && now - begin < AT_MOST_NANOS) {
            try {
                for (String id : orphans(socket, label)) {
                    request(socket, "DELETE /containers/" + id + "?force=1&v=1");
                    lastSeen = System.nanoTime();
                }
            } catch (IOException e) {
                // The engine does not answer; it may be restarting.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            now = System.nanoTime();
        }
    }

    private static List<String> orphans(Path socket, String label) throws IOException {
        String filters = "{\"label\":[\"dev.enclave.engine=" + label + "\",\"dev.enclave.lifetime=ephemeral\"]}";
        String answer = request(
                socket, "GET /containers/json?all=1&filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8));
        List<String> ids = new ArrayList<>();
        Matcher matcher = ID.matcher(answer);
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    /** HTTP 1.0, so that the engine ends the connection after its answer and does not send it in pieces. */
    private static String request(Path socket, String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer head = StandardCharsets.US_ASCII.encode(line + " HTTP/1.0\r\nHost: docker\r\n\r\n");
            while (head.hasRemaining()) {
                channel.write(head);
            }
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
