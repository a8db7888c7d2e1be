package dev.enclave.docker.internal.operations;

import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.archive.DirectoryArchive;
import dev.enclave.docker.archive.PackOptions;
import dev.enclave.docker.archive.UnpackOptions;
import dev.enclave.docker.archive.Unpacked;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.containers.CommitOptions;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.ContainerCreated;
import dev.enclave.docker.containers.ContainerExit;
import dev.enclave.docker.containers.ContainerInspection;
import dev.enclave.docker.containers.ContainerOperations;
import dev.enclave.docker.containers.ContainerProcesses;
import dev.enclave.docker.containers.ContainerStats;
import dev.enclave.docker.containers.ContainerSummary;
import dev.enclave.docker.containers.ContainerUpdated;
import dev.enclave.docker.containers.ContainersPruned;
import dev.enclave.docker.containers.ListContainersOptions;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.containers.PathChange;
import dev.enclave.docker.containers.PathStat;
import dev.enclave.docker.containers.PruneContainersOptions;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.containers.UpdateConfig;
import dev.enclave.docker.containers.WaitCondition;
import dev.enclave.docker.internal.http.ApiAnswer;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.internal.http.JsonAnswers;
import dev.enclave.docker.internal.stream.Framing;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link ContainerOperations} over HTTP. */
public final class HttpContainerOperations implements ContainerOperations {

    private final ApiTransport transport;

    /** Creates the operations on a transport. */
    public HttpContainerOperations(ApiTransport transport) {
        this.transport = transport;
    }

    @Override
    public Mono<ContainerCreated> create(@Nullable String name, ContainerConfig config) {
        return create(name, null, config);
    }

    @Override
    public Mono<ContainerCreated> create(@Nullable String name, @Nullable String platform, ContainerConfig config) {
        Objects.requireNonNull(config, "config");
        ApiRequest request = ApiRequest.post("/containers/create")
                .query("name", name)
                .query("platform", platform)
                .body(config);
        return transport
                .read(NewerParameters.withFields(request, NewerFields.of(config)), ContainerCreated.class)
                .checkpoint("Docker: create container");
    }

    @Override
    public Mono<Void> start(String container) {
        return transport
                .command(ApiRequest.post("/containers/{}/start", container))
                .checkpoint("Docker: start container");
    }

    @Override
    public Mono<ContainerInspection> inspect(String container) {
        return transport
                .read(ApiRequest.get("/containers/{}/json", container), ContainerInspection.class)
                .checkpoint("Docker: inspect container");
    }

    @Override
    public Mono<ContainerInspection> inspectWithSize(String container) {
        ApiRequest request = ApiRequest.get("/containers/{}/json", container).flag("size", true);
        return transport.read(request, ContainerInspection.class).checkpoint("Docker: inspect container with size");
    }

    @Override
    public Flux<ContainerSummary> list(ListContainersOptions options) {
        ApiRequest request = ApiRequest.get("/containers/json")
                .flag("all", options.all())
                .query("limit", options.limit())
                .flag("size", options.size())
                .query("filters", Filters.encode(options.filters()));
        return transport
                .read(request, ContainerSummary[].class)
                .flatMapMany(Flux::fromArray)
                .checkpoint("Docker: list containers");
    }

    @Override
    public Mono<ContainerExit> waitFor(String container, WaitCondition condition) {
        return armWait(container, condition).flatMap(exit -> exit).checkpoint("Docker: wait for container");
    }

    @Override
    public Mono<Mono<ContainerExit>> armWait(String container, WaitCondition condition) {
        ApiRequest request =
                ApiRequest.post("/containers/{}/wait", container).query("condition", condition.parameter());
        return transport
                .open(request, false, Framing.RAW)
                .map(stream -> stream.output()
                        .reduceWith(ByteArrayOutputStream::new, HttpContainerOperations::append)
                        .map(body -> toExit(request, body.toByteArray())))
                .checkpoint("Docker: arm wait for container");
    }

    private static ByteArrayOutputStream append(ByteArrayOutputStream all, StreamFrame frame) {
        all.writeBytes(frame.bytes());
        return all;
    }

    private ContainerExit toExit(ApiRequest request, byte[] body) {
        ContainerExit exit = JsonAnswers.bind(request, body, ContainerExit.class);
        ContainerExit.WaitError error = exit.error();
        if (error != null && error.message() != null && !error.message().isEmpty()) {
            throw new DockerProtocolException(request.operation(), "waiting failed: " + error.message(), null);
        }
        return exit;
    }

    @Override
    public Mono<Void> stop(String container, @Nullable Duration grace) {
        return transport
                .command(withGrace(ApiRequest.post("/containers/{}/stop", container), grace))
                .checkpoint("Docker: stop container");
    }

    @Override
    public Mono<Void> restart(String container, @Nullable Duration grace) {
        return transport
                .command(withGrace(ApiRequest.post("/containers/{}/restart", container), grace))
                .checkpoint("Docker: restart container");
    }

    /** The engine answers when the container has stopped. */
    private ApiRequest withGrace(ApiRequest request, @Nullable Duration grace) {
        return grace == null
                ? request
                : request.query("t", grace.toSeconds()).responseTimeout(grace.plus(transport.responseTimeout()));
    }

    @Override
    public Mono<Void> pause(String container) {
        Mono<Void> paused = transport.command(ApiRequest.post("/containers/{}/pause", container));
        return StateConflicts.mapped(paused, "is already paused", "is not running")
                .checkpoint("Docker: pause container");
    }

    @Override
    public Mono<Void> unpause(String container) {
        Mono<Void> unpaused = transport.command(ApiRequest.post("/containers/{}/unpause", container));
        return StateConflicts.mapped(unpaused, "is not paused").checkpoint("Docker: unpause container");
    }

    @Override
    public Mono<Void> rename(String container, String name) {
        Objects.requireNonNull(name, "name");
        return transport
                .command(ApiRequest.post("/containers/{}/rename", container).query("name", name))
                .checkpoint("Docker: rename container");
    }

    @Override
    public Mono<ContainerUpdated> update(String container, UpdateConfig changes) {
        Objects.requireNonNull(changes, "changes");
        ApiRequest request = ApiRequest.post("/containers/{}/update", container).body(changes);
        return transport.read(request, ContainerUpdated.class).checkpoint("Docker: update container");
    }

    @Override
    public Mono<ContainerProcesses> top(String container, @Nullable String psArguments) {
        ApiRequest request = ApiRequest.get("/containers/{}/top", container).query("ps_args", psArguments);
        Mono<ContainerProcesses> processes = transport.read(request, ContainerProcesses.class);
        return StateConflicts.mapped(processes, "is not running").checkpoint("Docker: list processes of container");
    }

    @Override
    public Flux<PathChange> changes(String container) {
        ApiRequest request = ApiRequest.get("/containers/{}/changes", container);
        return transport
                .send(request)
                .flatMapIterable(answer -> toChanges(request, answer))
                .checkpoint("Docker: changes of container");
    }

    /** Old engines write null for none. No answer at all is none that could be understood. */
    private static List<PathChange> toChanges(ApiRequest request, ApiAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8).strip().equals("null")
                ? List.of()
                : List.of(JsonAnswers.bind(request, answer.body(), PathChange[].class));
    }

    @Override
    public Flux<ContainerStats> stats(String container) {
        return transport
                .jsonStream(ApiRequest.get("/containers/{}/stats", container), ContainerStats.class)
                .checkpoint("Docker: stats of container");
    }

    @Override
    public Mono<ContainerStats> statsOnce(String container) {
        ApiRequest request = ApiRequest.get("/containers/{}/stats", container).query("stream", 0);
        return transport.read(request, ContainerStats.class).checkpoint("Docker: stats of container once");
    }

    @Override
    public Mono<ContainerStats> statsNow(String container) {
        ApiRequest request = ApiRequest.get("/containers/{}/stats", container)
                .query("stream", 0)
                .flag("one-shot", true);
        return transport.read(request, ContainerStats.class).checkpoint("Docker: stats of container now");
    }

    @Override
    public Mono<Void> kill(String container, String signal) {
        return transport
                .command(ApiRequest.post("/containers/{}/kill", container).query("signal", signal))
                .checkpoint("Docker: kill container");
    }

    @Override
    public Mono<Void> remove(String container, RemoveOptions options) {
        ApiRequest request = ApiRequest.delete("/containers/{}", container)
                .flag("force", options.force())
                .flag("v", options.volumes());
        return transport.command(request).checkpoint("Docker: remove container");
    }

    @Override
    public Mono<ContainersPruned> prune(PruneContainersOptions options) {
        ApiRequest request = ApiRequest.post("/containers/prune").query("filters", Filters.encode(options.filters()));
        return transport.read(request, ContainersPruned.class).checkpoint("Docker: prune containers");
    }

    @Override
    public Flux<byte[]> export(String container) {
        return transport.stream(ApiRequest.get("/containers/{}/export", container), Framing.RAW)
                .map(StreamFrame::bytes)
                .checkpoint("Docker: export container");
    }

    @Override
    public Mono<String> commit(String container, CommitOptions options) {
        ApiRequest request = ApiRequest.post("/commit")
                .query("container", Objects.requireNonNull(container, "container"))
                .query("repo", options.repository())
                .query("tag", options.tag())
                .query("comment", options.comment())
                .query("author", options.author())
                .query("pause", Boolean.FALSE.equals(options.pause()) ? 0 : null)
                .query("changes", options.changes() == null ? null : String.join("\n", options.changes()))
                .responseTimeout(transport.pullTimeout())
                .body(options.config() == null ? Map.of() : options.config());
        return transport
                .read(NewerParameters.withFields(request, NewerFields.ofCommit(options.config())), Committed.class)
                .map(Committed::id)
                .checkpoint("Docker: commit container");
    }

    record Committed(String id) {
        /** Podman leaves the algorithm out, which it has everywhere else. */
        Committed {
            id = id.contains(":") ? id : "sha256:" + id;
        }
    }

    @Override
    public Flux<StreamFrame> logs(String container, LogOptions options) {
        ApiRequest request = ApiRequest.get("/containers/{}/logs", container)
                .flag("follow", options.follow())
                .flag("stdout", options.stdout())
                .flag("stderr", options.stderr())
                .flag("timestamps", options.timestamps())
                .query("tail", options.tail())
                .query("since", EngineTime.of(options.since()))
                .query("until", EngineTime.of(options.until()));
        return transport.stream(request, framing(options.tty())).checkpoint("Docker: logs of container");
    }

    @Override
    public Mono<DuplexStream> attach(String container, AttachOptions options) {
        ApiRequest request = ApiRequest.post("/containers/{}/attach", container)
                .flag("stream", true)
                .flag("stdin", options.stdin())
                .flag("stdout", options.stdout())
                .flag("stderr", options.stderr())
                .flag("logs", options.logs())
                .query("detachKeys", options.detachKeys());
        return transport.hijack(request, framing(options.tty())).checkpoint("Docker: attach to container");
    }

    @Override
    public Mono<Void> resize(String container, int rows, int columns) {
        ApiRequest request = ApiRequest.post("/containers/{}/resize", container)
                .query("h", rows)
                .query("w", columns);
        return transport.command(request).checkpoint("Docker: resize container");
    }

    private static Framing framing(boolean tty) {
        return tty ? Framing.RAW : Framing.MULTIPLEXED;
    }

    @Override
    public Mono<PathStat> statPath(String container, String path) {
        ApiRequest request =
                ApiRequest.head("/containers/{}/archive", container).query("path", path);
        return transport.send(request).map(answer -> toStat(request, answer)).checkpoint("Docker: stat path");
    }

    private PathStat toStat(ApiRequest request, ApiAnswer answer) {
        String header = answer.header("X-Docker-Container-Path-Stat");
        if (header == null) {
            throw new DockerProtocolException(request.operation(), "the answer describes no path", null);
        }
        try {
            return JsonAnswers.bind(request, Base64.getDecoder().decode(header), PathStat.class);
        } catch (IllegalArgumentException e) {
            throw new DockerProtocolException(request.operation(), "the path's description cannot be read", e);
        }
    }

    @Override
    public Flux<byte[]> getArchive(String container, String path) {
        ApiRequest request = ApiRequest.get("/containers/{}/archive", container).query("path", path);
        return transport.stream(request, Framing.RAW).map(StreamFrame::bytes).checkpoint("Docker: get archive");
    }

    @Override
    public Mono<Void> putArchive(String container, String directory, Publisher<byte[]> tar) {
        ApiRequest request = ApiRequest.put("/containers/{}/archive", container).query("path", directory);
        return PlainTar.sendIfPlain(tar, plain -> transport.upload(request, plain))
                .then()
                .checkpoint("Docker: put archive");
    }

    @Override
    public Mono<Void> putDirectory(String container, Path directory, String target, PackOptions options) {
        return putArchive(container, target, DirectoryArchive.pack(directory, options));
    }

    @Override
    public Mono<Unpacked> getDirectory(String container, String source, Path directory, UnpackOptions options) {
        // With the dot it is what a link leads to, and the names do not begin with the directory's own.
        Flux<byte[]> tar = getArchive(container, source.endsWith("/") ? source + "." : source + "/.");
        return DirectoryArchive.unpack(tar, directory, options);
    }
}
