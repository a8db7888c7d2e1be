package dev.enclave.engine.internal.process;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.Timers;
import dev.enclave.docker.exec.ExecConfig;
import dev.enclave.docker.stream.DuplexStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One ending of a command's process tree through the exec API: runs a {@link TreeKillScript} in the sandbox and converses with it. */
final class TreeKill {

    /** A fork storm takes a while; a command that stops the script would take for ever. */
    private static final Duration GIVE_UP_AFTER_KILL = Duration.ofSeconds(5);

    /** Where the limit of processes is reached, starting the script may fail, and succeed a moment later. */
    private static final int MORE_ATTEMPTS = 2;

    private static final Duration ATTEMPT_PAUSE = Duration.ofMillis(100);

    private final DockerClient client;
    private final String container;
    private final @Nullable String user;
    private final String marker;
    private final Duration grace;
    private final Scheduler scheduler;

    TreeKill(
            DockerClient client,
            String container,
            @Nullable String user,
            String marker,
            Duration grace,
            Scheduler scheduler) {
        this.client = client;
        this.container = container;
        this.user = user;
        this.marker = marker;
        this.grace = grace;
        this.scheduler = scheduler;
    }

    /** Completes when nothing of the tree is left; signals {@link IllegalStateException} when that could not be achieved or known. */
    Mono<Void> run() {
        return Mono.usingWhen(startScript(), this::converse, DuplexStream::close)
                .retryWhen(Timers.fixedDelay(MORE_ATTEMPTS, ATTEMPT_PAUSE)
                        .filter(e -> e instanceof TreeKillFailedException || e instanceof ConnectionLostException)
                        .onRetryExhaustedThrow((retries, signal) -> signal.failure()))
                .timeout(grace.plus(GIVE_UP_AFTER_KILL), scheduler)
                .onErrorMap(
                        TimeoutException.class,
                        e -> new TreeKillFailedException("not within " + GIVE_UP_AFTER_KILL + " after the grace", e));
    }

    private Mono<DuplexStream> startScript() {
        ExecConfig.Builder exec = ExecConfig.builder(TreeKillScript.commandLine(marker))
                .env(TreeKillScript.OURS)
                .attachStdin(true)
                .attachStdout(true)
                .attachStderr(true);
        if (user != null) {
            exec.user(user);
        }
        return client.execs()
                .create(container, exec.build())
                .flatMap(id -> client.execs().start(id, false));
    }

    private Mono<Void> converse(DuplexStream stream) {
        return Mono.defer(() -> new TreeKillConversation(stream, grace, scheduler).run());
    }
}
