package dev.enclave.docker.images;

import dev.enclave.docker.RegistryCredentialsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Finds credentials where {@code docker login} keeps them, in the docker command line's order: the environment variable
 * {@code DOCKER_AUTH_CONFIG}; then, of {@code config.json}, the registry's own helper ({@code credHelpers}), else the helper for all
 * ({@code credsStore}), else the file itself ({@code auths}). The file is in {@code DOCKER_CONFIG}, by default in {@code ~/.docker}.
 *
 * <p>Nothing is kept: each look-up reads the file and runs the helper anew, so that a new login is seen at once.
 */
public final class RegistryCredentials {

    /** The name under which credentials for Docker Hub are kept. */
    public static final String DOCKER_HUB = "https://index.docker.io/v1/";

    private static final Duration HELPER_TIMEOUT = Duration.ofSeconds(30);

    private static final int HELPERS_AT_ONCE = 4;

    private final Map<String, String> environment;
    private final Path home;
    private final Duration helperTimeout;

    /**
     * Creates a look-up in the given environment instead of the process's own.
     *
     * @param environment the environment variables; helpers are searched in its {@code PATH}
     * @param home the user's home directory
     * @param helperTimeout how long a credential helper may take; positive
     */
    public RegistryCredentials(Map<String, String> environment, Path home, Duration helperTimeout) {
        this.environment = Map.copyOf(environment);
        this.home = Objects.requireNonNull(home, "home");
        this.helperTimeout = Objects.requireNonNull(helperTimeout, "helperTimeout");
        if (helperTimeout.isZero() || helperTimeout.isNegative()) {
            throw new IllegalArgumentException("helperTimeout must be positive: " + helperTimeout);
        }
    }

    /** {@return a look-up in this process's environment and its user's home directory; helpers may take 30 seconds} */
    public static RegistryCredentials ofProcess() {
        return new RegistryCredentials(System.getenv(), Path.of(System.getProperty("user.home", "/")), HELPER_TIMEOUT);
    }

    /**
     * Finds the credentials for a registry. Files are read, and helpers waited for, on {@link Schedulers#boundedElastic()}, at each
     * subscription.
     *
     * @param registry the registry as {@link ImageReference#registry()} names it
     * @return the credentials, empty when there are none. Cancelling kills a helper that runs. Signals
     *     {@link RegistryCredentialsException} when the configuration cannot be read, or the helper is missing, fails or is too slow
     */
    public Mono<RegistryAuth> find(String registry) {
        Objects.requireNonNull(registry, "registry");
        return Mono.fromCallable(() -> new CredentialSource(environment, configFile()).choose(registry))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(found -> found.helper() == null
                        ? Mono.justOrEmpty(found.auth())
                        : helper(found.helper()).get(registry))
                .checkpoint("Docker: look up credentials");
    }

    /**
     * Finds the credentials for every registry that there are any for, as a build needs them, which may pull from any.
     *
     * @return the registries, as the docker command line keeps them, with their credentials; empty when there are none. Runs each
     *     helper for each of its registries, four at a time; where a helper and a file know a registry, the helper has the last word. Otherwise as
     *     {@link #find}
     */
    public Mono<Map<String, RegistryAuth>> findAll() {
        return Mono.fromCallable(() -> new CredentialSource(environment, configFile()).all())
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(this::askHelpers)
                .checkpoint("Docker: look up all credentials");
    }

    private Mono<Map<String, RegistryAuth>> askHelpers(CredentialSource.All all) {
        Flux<Map.Entry<String, String>> stored = all.store().isEmpty()
                ? Flux.empty()
                : helper(all.store())
                        .registries()
                        .filter(registry -> !all.helpers().containsKey(registry))
                        .map(registry -> Map.entry(registry, all.store()));
        return Flux.fromIterable(all.helpers().entrySet())
                .concatWith(stored)
                .flatMap(
                        asked -> helper(asked.getValue())
                                .get(asked.getKey())
                                .map(auth -> Map.entry(asked.getKey(), auth)),
                        HELPERS_AT_ONCE)
                .collect(
                        () -> new LinkedHashMap<>(all.known()),
                        (found, entry) -> found.put(entry.getKey(), entry.getValue()));
    }

    private CredentialHelper helper(String name) {
        return new CredentialHelper(name, environment, helperTimeout);
    }

    private Path configFile() {
        String configured = environment.getOrDefault("DOCKER_CONFIG", "");
        Path directory = configured.isBlank() ? home.resolve(".docker") : Path.of(configured);
        return directory.resolve("config.json");
    }
}
