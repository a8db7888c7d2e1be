package dev.enclave.docker.transport;

import dev.enclave.docker.EngineUnreachableException;
import dev.enclave.docker.internal.json.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The docker command line's contexts on disk. Blocking: callers run it on an elastic scheduler. */
final class DockerContexts {

    static final String DEFAULT = "default";

    private final Path directory;

    DockerContexts(Path directory) {
        this.directory = directory;
    }

    Path configFile() {
        return directory.resolve("config.json");
    }

    /** The name of the context that {@code docker context use} chose, if there is one. */
    Optional<String> current() {
        if (!Files.isReadable(configFile())) {
            return Optional.empty();
        }
        return Optional.ofNullable(read(configFile(), ConfigFile.class).currentContext())
                .filter(name -> !name.isBlank());
    }

    /** The engine of the named context. */
    DockerEndpoint endpointOf(String name) {
        // The folder's name is the SHA-256 of the context's name (docker/cli, cli/context/store/metadatastore.go).
        String id = sha256(name);
        Path meta = directory.resolve("contexts/meta").resolve(id).resolve("meta.json");
        if (!Files.isReadable(meta)) {
            throw unusable(
                    name, "there is no such context (expected " + meta + "); 'docker context ls' lists them", null);
        }
        ContextEndpoint endpoint = read(meta, ContextFile.class).endpoints().get("docker");
        if (endpoint == null || endpoint.host() == null) {
            throw unusable(name, meta + " names no docker endpoint", null);
        }
        return DockerEndpoint.of(
                endpoint.host(),
                tlsOf(directory.resolve("contexts/tls").resolve(id).resolve("docker"), endpoint.skipTlsVerify()));
    }

    /** As docker/cli, cli/context/docker/load.go: TLS where the context has any file for it, or is told not to verify. */
    private static @Nullable TlsOptions tlsOf(Path files, boolean skipsVerification) {
        TlsOptions tls = CertificateFolder.optionsOf(files);
        if (tls.equals(TlsOptions.DEFAULTS) && !skipsVerification) {
            return null;
        }
        return skipsVerification ? tls.withoutVerification() : tls;
    }

    private static <T> T read(Path file, Class<T> type) {
        try {
            return JsonCodec.OF_FILES.read(Files.readAllBytes(file), type);
        } catch (IOException | RuntimeException e) {
            throw unusable(file.toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    private static EngineUnreachableException unusable(String what, String reason, @Nullable Throwable cause) {
        return new EngineUnreachableException("resolve endpoint", "docker context '" + what + "'", reason, cause);
    }

    private static String sha256(String name) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    record ConfigFile(@Nullable String currentContext) {}

    record ContextEndpoint(@Nullable String host, boolean skipTlsVerify) {}

    record ContextFile(Map<String, ContextEndpoint> endpoints) {
        ContextFile(@Nullable Map<String, ContextEndpoint> endpoints) {
            this.endpoints = endpoints == null ? Map.of() : Map.copyOf(endpoints);
        }
    }
}
