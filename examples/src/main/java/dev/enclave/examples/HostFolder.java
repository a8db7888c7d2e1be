package dev.enclave.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** A temporary directory of the host. Access to files blocks, so it goes to threads that may. */
final class HostFolder {

    private static final int REMOVALS = 5;
    private static final Duration REMOVAL_PAUSE = Duration.ofMillis(100);

    private final Path path;

    private HostFolder(Path path) {
        this.path = path;
    }

    static Mono<HostFolder> create(String name) {
        return blocking(() -> new HostFolder(Files.createTempDirectory("enclave-" + name + "-")));
    }

    Path path() {
        return path;
    }

    /** Writes a file, and emits its path. */
    Mono<Path> write(String name, String text) {
        return blocking(() -> {
            Path file = path.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        });
    }

    Mono<String> read(String name) {
        return blocking(() -> Files.readString(path.resolve(name)));
    }

    /** Emits the files in a directory of this one, by name. */
    Flux<Path> files(String directory) {
        return blocking(() -> list(path.resolve(directory))).flatMapIterable(files -> files);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** Removes it with all that is in it. Links are removed, not followed. */
    Mono<Void> remove() {
        return blocking(this::removeTree)
                .retryWhen(Retry.fixedDelay(REMOVALS, REMOVAL_PAUSE)
                        .onRetryExhaustedThrow((retries, last) -> last.failure()))
                .then();
    }

    private Path removeTree() throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
        return path;
    }

    static <T> Mono<T> blocking(Callable<T> access) {
        return Mono.fromCallable(access).subscribeOn(Schedulers.boundedElastic());
    }
}
