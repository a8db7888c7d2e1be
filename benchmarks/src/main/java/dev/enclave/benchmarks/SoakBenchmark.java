package dev.enclave.benchmarks;

import dev.enclave.docker.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Many users of one client for a long time: exec, logs, attach and archives, each again and again. At the end the process holds no more
 * descriptors, threads, direct memory and heap than when all had just begun.
 */
final class SoakBenchmark {

    private static final int USERS = 64;
    private static final int IDLE = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final int LOOKS = 10;

    private final Duration duration;

    SoakBenchmark(Duration duration) {
        this.duration = duration;
    }

    /** Runs it, on the calling thread, prints as it goes, and returns whether everything stayed flat. */
    boolean run(String image) {
        Path directory = makeDirectory();
        DockerClient docker = DockerClient.create();
        SoakScene scene = new SoakScene(docker, image, IDLE, USERS / SoakUsers.Work.values().length);
        try {
            scene.set().block(PATIENCE);
            SoakUsers users = new SoakUsers(docker, scene, directory.resolve("sent"), directory.resolve("received"));
            return soak(users);
        } finally {
            scene.clear().then(docker.close()).block(PATIENCE);
            remove(directory);
        }
    }

    private boolean soak(SoakUsers users) {
        List<ProcessSize> sizes = new ArrayList<>();
        Mono<Void> looking = Flux.interval(WARM_UP, duration.dividedBy(LOOKS))
                .take(LOOKS + 1)
                .doOnNext(look -> sizes.add(look(users)))
                .then();
        Flux.range(0, USERS)
                .flatMap(user -> users.turn(user).repeat(), USERS)
                .takeUntilOther(looking)
                .blockLast(WARM_UP.plus(duration).plus(PATIENCE));
        boolean flat = sizes.get(sizes.size() - 1).isFlatSince(sizes.get(0), USERS);
        System.out.printf(
                Locale.ROOT,
                "%d turns of %d users in %d s; flat: %s%n",
                users.turns(),
                USERS,
                WARM_UP.plus(duration).toSeconds(),
                flat ? "yes" : "NO");
        return flat;
    }

    private static ProcessSize look(SoakUsers users) {
        ProcessSize size = ProcessSize.now();
        System.out.printf(Locale.ROOT, "%8d turns: %s%n", users.turns(), size);
        return size;
    }

    private static Path makeDirectory() {
        try {
            Path directory = Files.createTempDirectory("enclave-soak-");
            Path sent = Files.createDirectory(directory.resolve("sent"));
            for (int i = 0; i < SoakUsers.FILES; i++) {
                Files.write(sent.resolve("file-" + i), new byte[10_000 * i]);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
