package dev.enclave.docker.transport;

import dev.enclave.docker.EngineUnreachableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Finds the engine as the docker command line does: {@code DOCKER_HOST}, else {@code DOCKER_CONTEXT}, else the current context of
 * {@code config.json}, else the first socket that exists of Docker, rootless Docker, Docker Desktop and Podman. When none exists the
 * answer is Docker's default socket, so that the error a user sees names it.
 */
public final class EndpointResolver {

    private static final Path DEFAULT_SOCKET = Path.of("/var/run/docker.sock");

    private final Map<String, String> environment;
    private final Path home;

    /**
     * Creates a resolver that looks at the given environment instead of the process's own.
     *
     * @param environment the environment variables
     * @param home the user's home directory
     */
    public EndpointResolver(Map<String, String> environment, Path home) {
        this.environment = Map.copyOf(environment);
        this.home = Objects.requireNonNull(home, "home");
    }

    /** {@return a resolver for this process: its environment and its user's home directory} */
    public static EndpointResolver ofProcess() {
        return new EndpointResolver(System.getenv(), Path.of(System.getProperty("user.home", "/")));
    }

    /**
     * Resolves the endpoint. Files are read on {@link Schedulers#boundedElastic()}, at each subscription.
     *
     * @return the endpoint and the rule that chose it; signals {@link EngineUnreachableException} when the named context does not
     *     exist or cannot be read
     */
    public Mono<ResolvedEndpoint> resolve() {
        return Mono.fromCallable(this::resolveBlocking).subscribeOn(Schedulers.boundedElastic());
    }

    private ResolvedEndpoint resolveBlocking() {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isBlank()) {
            return parsed(host, "environment variable DOCKER_HOST");
        }
        DockerContexts contexts = new DockerContexts(configDirectory());
        String named = environment.getOrDefault("DOCKER_CONTEXT", "");
        if (!named.isBlank()) {
            return fromContext(contexts, named, "environment variable DOCKER_CONTEXT");
        }
        return contexts.current()
                .map(current -> fromContext(contexts, current, "current context in " + contexts.configFile()))
                .orElseGet(this::probe);
    }

    private ResolvedEndpoint fromContext(DockerContexts contexts, String name, String origin) {
        if (name.equals(DockerContexts.DEFAULT)) {
            return probe();
        }
        return parsed(contexts.endpointOf(name), origin + ", context '" + name + "'");
    }

    private static ResolvedEndpoint parsed(String uri, String origin) {
        try {
            return new ResolvedEndpoint(DockerEndpoint.of(uri), origin);
        } catch (IllegalArgumentException e) {
            throw new EngineUnreachableException(
                    "resolve endpoint", uri, "the endpoint from " + origin + " cannot be used: " + e.getMessage(), e);
        }
    }

    private ResolvedEndpoint probe() {
        List<Path> candidates = candidates();
        return candidates.stream()
                .filter(Files::exists)
                .findFirst()
                .map(path -> new ResolvedEndpoint(DockerEndpoint.unix(path), "the usual sockets"))
                .orElseGet(() -> new ResolvedEndpoint(
                        DockerEndpoint.unix(DEFAULT_SOCKET), "the default, as none of " + candidates + " exists"));
    }

    private List<Path> candidates() {
        List<Path> paths = new ArrayList<>();
        paths.add(DEFAULT_SOCKET);
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isBlank()) {
            paths.add(Path.of(runtime, "docker.sock"));
        }
        paths.add(home.resolve(".docker/run/docker.sock"));
        paths.add(home.resolve(".docker/desktop/docker.sock"));
        if (!runtime.isBlank()) {
            paths.add(Path.of(runtime, "podman/podman.sock"));
        }
        paths.add(Path.of("/run/podman/podman.sock"));
        return paths;
    }

    private Path configDirectory() {
        String configured = environment.getOrDefault("DOCKER_CONFIG", "");
        return configured.isBlank() ? home.resolve(".docker") : Path.of(configured);
    }
}
