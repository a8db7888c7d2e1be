package dev.enclave.docker.transport;

import dev.enclave.docker.EngineUnreachableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Finds the engine as the docker command line does: {@code DOCKER_HOST}, else {@code DOCKER_CONTEXT}, else the current context of
 * {@code config.json}, else the first socket that exists of Docker, rootless Docker, Docker Desktop and Podman. When none exists the
 * answer is Docker's default socket, so that the error a user sees names it.
 *
 * <p>{@code DOCKER_TLS_VERIFY} (any text) asks for TLS with the files {@code ca.pem}, {@code cert.pem} and {@code key.pem} of {@code DOCKER_CERT_PATH}, by
 * default of {@code ~/.docker}; {@code DOCKER_TLS} for the same without checking the engine. Both count for {@code DOCKER_HOST} and, where nothing
 * else names an engine, for {@code tcp://localhost:2376}. A context has files of its own, and these variables do not touch it.
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
            return parsed("environment variable DOCKER_HOST", host, () -> DockerEndpoint.of(host, tls()));
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
        return parsed(origin + ", context '" + name + "'", name, () -> contexts.endpointOf(name));
    }

    private static ResolvedEndpoint parsed(String origin, String value, Supplier<DockerEndpoint> endpoint) {
        try {
            return new ResolvedEndpoint(endpoint.get(), origin);
        } catch (IllegalArgumentException e) {
            throw new EngineUnreachableException(
                    "resolve endpoint", value, "the endpoint from " + origin + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** As docker/cli, cli/flags/options.go: any text switches on, and only a client certificate may be missing. */
    private @Nullable TlsOptions tls() {
        boolean verify = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
        if (!verify && environment.getOrDefault("DOCKER_TLS", "").isEmpty()) {
            return null;
        }
        Path folder = certificateDirectory();
        TlsOptions found = CertificateFolder.optionsOf(folder);
        return verify ? found.withCa(CertificateFolder.caOf(folder)) : found.withoutVerification();
    }

    private ResolvedEndpoint probe() {
        TlsOptions tls = tls();
        if (tls != null) {
            return new ResolvedEndpoint(
                    DockerEndpoint.tls("localhost", DockerEndpoint.Tcp.DEFAULT_TLS_PORT, tls),
                    "the default with TLS, as DOCKER_TLS_VERIFY or DOCKER_TLS is set without DOCKER_HOST");
        }
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

    private Path certificateDirectory() {
        String configured = environment.getOrDefault("DOCKER_CERT_PATH", "");
        return configured.isBlank() ? configDirectory() : Path.of(configured);
    }

    private Path configDirectory() {
        String configured = environment.getOrDefault("DOCKER_CONFIG", "");
        return configured.isBlank() ? home.resolve(".docker") : Path.of(configured);
    }
}
