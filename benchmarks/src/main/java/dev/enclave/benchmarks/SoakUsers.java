package dev.enclave.benchmarks;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.archive.PackOptions;
import dev.enclave.docker.archive.UnpackOptions;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.exec.ExecConfig;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/** What each user of a soak does again and again; each turn is checked, so that a broken one does not pass for load. */
final class SoakUsers {

    /** What users do. */
    enum Work {
        EXEC,
        LOGS,
        ATTACH,
        ARCHIVE
    }

    /** How many files are in the directory that is sent. */
    static final int FILES = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final UnpackOptions REPLACING = UnpackOptions.DEFAULTS.withExisting(UnpackOptions.Existing.REPLACE);
    private static final int LINES = 20;
    private static final String SENT = "there and back\n";

    private final DockerClient docker;
    private final SoakScene scene;
    private final Path sent;
    private final Path received;
    private final AtomicLong turns = new AtomicLong();

    /**
     * Creates them.
     *
     * @param sent a directory that is sent into containers
     * @param received where what comes back is written
     */
    SoakUsers(DockerClient docker, SoakScene scene, Path sent, Path received) {
        this.docker = docker;
        this.scene = scene;
        this.sent = sent;
        this.received = received;
    }

    /** How many turns all users have had. */
    long turns() {
        return turns.get();
    }

    /** One turn of a user. */
    Mono<Void> turn(int user) {
        Work work = Work.values()[user % Work.values().length];
        Mono<Void> turn = switch (work) {
            case EXEC -> exec(user);
            case LOGS -> logs();
            case ATTACH -> attach(user / Work.values().length);
            case ARCHIVE -> archive(user);
        };
        return turn.timeout(PATIENCE)
                .doOnSuccess(done -> turns.incrementAndGet())
                .onErrorMap(e -> new IllegalStateException(work + " of user " + user + " failed: " + e, e));
    }

    private Mono<Void> exec(int user) {
        ExecConfig config = ExecConfig.builder(List.of("sh", "-c", "head -c 100000 /dev/zero; exit 3"))
                .attachStdout(true)
                .attachStderr(true)
                .build();
        return docker.execs()
                .create(scene.idle(user), config)
                .flatMap(exec -> docker.execs()
                        .start(exec, false)
                        .flatMapMany(DuplexStream::output)
                        .reduce(0, (sum, frame) -> sum + frame.bytes().length)
                        .doOnNext(bytes -> require(bytes == 100_000, bytes + " bytes"))
                        .then(docker.execs().exitCode(exec, PATIENCE)))
                .doOnNext(code -> require(code == 3, "exit code " + code))
                .then();
    }

    private Mono<Void> logs() {
        return docker.containers()
                .logs(scene.printing(), LogOptions.DEFAULTS.following().withTail(LINES))
                .take(LINES)
                .count()
                .doOnNext(frames -> require(frames == LINES, frames + " frames"))
                .then();
    }

    private Mono<Void> attach(int user) {
        return Mono.usingWhen(
                docker.containers().attach(scene.echoing(user), AttachOptions.ALL),
                stream -> stream.write(Mono.just(SENT.getBytes(StandardCharsets.UTF_8)))
                        .thenMany(stream.output())
                        .map(StreamFrame::text)
                        .scan(String::concat)
                        .filter(text -> text.length() >= SENT.length())
                        .next()
                        .doOnNext(text -> require(text.equals(SENT), "echo '" + text + "'"))
                        .then(),
                DuplexStream::close);
    }

    private Mono<Void> archive(int user) {
        String name = "soak-" + user;
        return docker.containers()
                .putDirectory(scene.idle(user), sent, "/tmp", PackOptions.DEFAULTS.withPrefix(name))
                .then(docker.containers()
                        .getDirectory(scene.idle(user), "/tmp/" + name, received.resolve(name), REPLACING))
                .doOnNext(unpacked -> require(unpacked.files() == FILES, unpacked + ""))
                .then();
    }

    private static void require(boolean condition, String found) {
        if (!condition) {
            throw new IllegalStateException("not what was expected: " + found);
        }
    }
}
