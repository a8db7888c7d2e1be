package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.result.Subjects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All peers. One that is not there is named on standard error, and left out. */
public final class Peers {

    private static final List<Known<?>> ALL = List.of(
            new Known<>(Subjects.ENCLAVE, EnginePeer.class, target -> List.of(() -> new EnginePeer(target))),
            new Known<>(Subjects.ENCLAVE_CLIENT, ClientPeer.class, target -> List.of(() -> new ClientPeer(target))),
            new Known<>(
                    Subjects.DOCKER_JAVA_APACHE,
                    DockerJavaPeer.class,
                    target -> List.of(() -> new DockerJavaPeer(DockerJavaClients.apache(target)))),
            new Known<>(
                    Subjects.DOCKER_JAVA_ZERODEP,
                    DockerJavaPeer.class,
                    target -> List.of(() -> new DockerJavaPeer(DockerJavaClients.zerodep(target)))),
            new Known<>(Subjects.DOCKER_CLI, CommandLinePeer.class, Peers::commandLine),
            new Known<>(Subjects.FLOOR, FloorPeer.class, target -> floor(target, FloorPeer::new)),
            new Known<>(
                    Subjects.ENCLAVE_CLIENT,
                    ClientAttachPeer.class,
                    target -> List.of(() -> new ClientAttachPeer(target))),
            new Known<>(
                    Subjects.DOCKER_JAVA_APACHE,
                    DockerJavaAttachPeer.class,
                    target -> List.of(() -> new DockerJavaAttachPeer(DockerJavaClients.apache(target)))),
            new Known<>(
                    Subjects.DOCKER_JAVA_ZERODEP,
                    DockerJavaAttachPeer.class,
                    target -> List.of(() -> new DockerJavaAttachPeer(DockerJavaClients.zerodep(target)))),
            new Known<>(Subjects.FLOOR, FloorAttachPeer.class, target -> floor(target, FloorAttachPeer::new)),
            new Known<>(
                    Subjects.ENCLAVE_CLIENT,
                    ClientArchivePeer.class,
                    target -> List.of(() -> new ClientArchivePeer(target))),
            // Both transports move files alike, and a gibibyte takes its time.
            new Known<>(
                    Subjects.DOCKER_JAVA_APACHE,
                    DockerJavaArchivePeer.class,
                    target -> List.of(() -> new DockerJavaArchivePeer(DockerJavaClients.apache(target)))),
            new Known<>(Subjects.FLOOR, FloorArchivePeer.class, target -> floor(target, FloorArchivePeer::new)));

    private Peers() {}

    /**
     * Finds the peers for some kind of work.
     *
     * @param <P> what they can do
     * @param kind what they can do
     * @param target the engine
     * @return those that are there
     */
    public static <P extends Peer> List<Candidate<P>> offering(Class<P> kind, Target target) {
        return ALL.stream()
                .filter(known -> kind.isAssignableFrom(known.type()))
                .flatMap(known -> known.candidates(kind, target))
                .toList();
    }

    private static List<Supplier<CommandLinePeer>> commandLine(Target target) {
        Path program = target.dockerCommand();
        return program == null ? List.of() : List.of(() -> new CommandLinePeer(target, program));
    }

    private static <P extends Peer> List<Supplier<P>> floor(Target target, BiFunction<Target, Path, P> opening) {
        return target.socket().stream()
                .map(socket -> (Supplier<P>) () -> opening.apply(target, socket))
                .toList();
    }

    /**
     * A peer that can be opened.
     *
     * @param <P> what it can do
     * @param name its name
     * @param opening opens it
     */
    public record Candidate<P extends Peer>(String name, Supplier<P> opening) {

        /** {@return a new one, which the caller closes} */
        public Opened<P> open() {
            return new Opened<>(name, opening.get());
        }
    }

    /**
     * A peer with its name.
     *
     * @param <P> what it can do
     * @param name its name
     * @param peer the peer
     */
    public record Opened<P extends Peer>(String name, P peer) {}

    /**
     * Opens all peers for some kind of work.
     *
     * @param <P> what they can do
     * @param kind what they can do
     * @param target the engine
     * @return those that are there, which the caller closes
     */
    public static <P extends Peer> OpenPeers<P> open(Class<P> kind, Target target) {
        List<Opened<P>> opened = new ArrayList<>();
        offering(kind, target).forEach(candidate -> opened.add(candidate.open()));
        return new OpenPeers<>(Collections.unmodifiableList(opened));
    }

    /**
     * Open peers, closed together.
     *
     * @param <P> what they can do
     * @param all the peers
     */
    public record OpenPeers<P extends Peer>(List<Opened<P>> all) implements AutoCloseable {
        @Override
        public void close() {
            all.forEach(opened -> opened.peer().close());
        }
    }

    private record Known<P extends Peer>(String name, Class<P> type, Function<Target, List<Supplier<P>>> find) {

        <K extends Peer> Stream<Candidate<K>> candidates(Class<K> kind, Target target) {
            List<Supplier<P>> found = find.apply(target);
            if (found.isEmpty()) {
                System.err.println(name + " is not there, and left out");
            }
            return found.stream().map(opening -> new Candidate<>(name, () -> kind.cast(opening.get())));
        }
    }
}
