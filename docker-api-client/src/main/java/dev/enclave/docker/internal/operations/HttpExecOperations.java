package dev.enclave.docker.internal.operations;

import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.Timers;
import dev.enclave.docker.exec.ExecConfig;
import dev.enclave.docker.exec.ExecInspection;
import dev.enclave.docker.exec.ExecOperations;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.internal.stream.Framing;
import dev.enclave.docker.stream.DuplexStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** {@link ExecOperations} over HTTP. */
public final class HttpExecOperations implements ExecOperations {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

    private final ApiTransport transport;

    /** Creates the operations on a transport. */
    public HttpExecOperations(ApiTransport transport) {
        this.transport = transport;
    }

    @Override
    public Mono<String> create(String container, ExecConfig config) {
        Objects.requireNonNull(config, "config");
        ApiRequest request = ApiRequest.post("/containers/{}/exec", container).body(config);
        return transport
                .read(NewerParameters.withConsoleSize(request, config.consoleSize()), Created.class)
                .map(Created::id)
                .checkpoint("Docker: create exec");
    }

    @Override
    public Mono<DuplexStream> start(String exec, boolean tty) {
        ApiRequest request = ApiRequest.post("/exec/{}/start", exec).body(new StartConfig(false, tty));
        return transport
                .hijack(request, tty ? Framing.RAW : Framing.MULTIPLEXED)
                .checkpoint("Docker: start exec");
    }

    @Override
    public Mono<Void> startDetached(String exec) {
        ApiRequest request = ApiRequest.post("/exec/{}/start", exec).body(new StartConfig(true, false));
        return transport.command(request).checkpoint("Docker: start detached exec");
    }

    @Override
    public Mono<ExecInspection> inspect(String exec) {
        return transport
                .read(ApiRequest.get("/exec/{}/json", exec), ExecInspection.class)
                .checkpoint("Docker: inspect exec");
    }

    @Override
    public Mono<Integer> exitCode(String exec, Duration timeout) {
        return inspect(exec)
                .<Integer>handle((inspection, sink) -> {
                    Integer code = inspection.exitCode();
                    if (code != null && inspection.hasEnded()) {
                        sink.next(code);
                    } else {
                        sink.error(new NotEnded());
                    }
                })
                .retryWhen(Timers.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(NotEnded.class::isInstance))
                .timeout(timeout, Timers.scheduler())
                .onErrorMap(TimeoutException.class, e -> noExitCode(exec, timeout, e))
                .checkpoint("Docker: exit code of exec");
    }

    private static DockerTimeoutException noExitCode(String exec, Duration timeout, Throwable cause) {
        return new DockerTimeoutException("GET /exec/" + exec + "/json", "exit code", timeout, cause);
    }

    @Override
    public Mono<Void> resize(String exec, int rows, int columns) {
        ApiRequest request =
                ApiRequest.post("/exec/{}/resize", exec).query("h", rows).query("w", columns);
        return transport.command(request).checkpoint("Docker: resize exec");
    }

    record Created(String id) {}

    record StartConfig(@Nullable Boolean detach, @Nullable Boolean tty) {}

    /** The engine has not recorded the end yet; never leaves this class. */
    private static final class NotEnded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotEnded() {
            super("not ended", null, false, false);
        }
    }
}
