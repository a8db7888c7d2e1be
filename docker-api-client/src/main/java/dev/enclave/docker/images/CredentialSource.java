package dev.enclave.docker.images;

import dev.enclave.docker.RegistryCredentialsException;
import dev.enclave.docker.internal.json.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which of the docker command line's places has the credentials of a registry. Blocking: callers run it on an elastic scheduler. */
final class CredentialSource {

    private static final String ALL = "(all)";
    private static final String VARIABLE = "DOCKER_AUTH_CONFIG";

    private final Map<String, String> environment;
    private final Path configFile;

    CredentialSource(Map<String, String> environment, Path configFile) {
        this.environment = environment;
        this.configFile = configFile;
    }

    /** Either the credentials (null: there are none), or the helper that has to be asked. */
    Found choose(String registry) {
        String variable = environment.getOrDefault(VARIABLE, "");
        if (!variable.isBlank()) {
            byte[] json = variable.getBytes(StandardCharsets.UTF_8);
            RegistryAuth auth = inFile(parse(registry, VARIABLE, json), registry, VARIABLE);
            if (auth != null) {
                return new Found(auth, null);
            }
        }
        ConfigFile config = Files.exists(configFile) ? readFile(registry) : new ConfigFile(null, null, null);
        String helper = config.credHelpers().getOrDefault(registry, config.credsStore());
        return helper.isEmpty()
                ? new Found(inFile(config, registry, configFile.toString()), null)
                : new Found(null, helper);
    }

    /** What is known of every registry, and which helpers have to be asked for more. */
    All all() {
        ConfigFile config = Files.exists(configFile) ? readFile(ALL) : new ConfigFile(null, null, null);
        Map<String, RegistryAuth> known = new LinkedHashMap<>(inFile(config, configFile.toString()));
        String variable = environment.getOrDefault(VARIABLE, "");
        if (!variable.isBlank()) {
            known.putAll(inFile(parse(ALL, VARIABLE, variable.getBytes(StandardCharsets.UTF_8)), VARIABLE));
        }
        return new All(known, config.credHelpers(), config.credsStore());
    }

    private static Map<String, RegistryAuth> inFile(ConfigFile config, String where) {
        Map<String, RegistryAuth> known = new LinkedHashMap<>();
        config.auths().forEach((registry, entry) -> {
            RegistryAuth auth = toAuth(entry, registry, where);
            if (!auth.equals(RegistryAuth.ANONYMOUS)) {
                known.put(registry, auth);
            }
        });
        return known;
    }

    private ConfigFile readFile(String registry) {
        try {
            return parse(registry, configFile.toString(), Files.readAllBytes(configFile));
        } catch (IOException e) {
            throw new RegistryCredentialsException(registry, configFile + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ConfigFile parse(String registry, String where, byte[] json) {
        try {
            return JsonCodec.OF_FILES.read(json, ConfigFile.class);
        } catch (RuntimeException e) {
            // Without the cause: its message quotes what it could not read.
            throw new RegistryCredentialsException(registry, where + " is no docker configuration in JSON", null);
        }
    }

    private static @Nullable RegistryAuth inFile(ConfigFile config, String registry, String where) {
        Entry exact = config.auths().get(registry);
        if (exact != null) {
            return toAuth(exact, registry, where);
        }
        return config.auths().entrySet().stream()
                .filter(entry -> hostOf(entry.getKey()).equals(registry))
                .map(entry -> toAuth(entry.getValue(), registry, where))
                .findFirst()
                .orElse(null);
    }

    /** Old logins are kept under a URL. */
    private static String hostOf(String key) {
        String rest = key.replaceFirst("^https?://", "");
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    private static RegistryAuth toAuth(Entry entry, String registry, String where) {
        if (entry.identitytoken() != null && !entry.identitytoken().isEmpty()) {
            return RegistryAuth.ofIdentityToken(entry.identitytoken(), registry);
        }
        if (entry.auth() == null || entry.auth().isEmpty()) {
            return entry.username() == null || entry.password() == null
                    ? RegistryAuth.ANONYMOUS
                    : new RegistryAuth(entry.username(), entry.password(), registry);
        }
        String decoded = decode(entry.auth());
        int colon = decoded.indexOf(':');
        if (colon < 1) {
            throw new RegistryCredentialsException(
                    registry, "its 'auth' in " + where + " is not user:password in base64; try 'docker login'", null);
        }
        return new RegistryAuth(decoded.substring(0, colon), decoded.substring(colon + 1), registry);
    }

    private static String decode(String base64) {
        try {
            String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return text.replaceFirst("\0+$", "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /**
     * Credentials of all registries.
     *
     * @param known those that are in files
     * @param helpers registry to the helper that has to be asked
     * @param store the helper that has to be asked which registries it knows, or empty
     */
    record All(Map<String, RegistryAuth> known, Map<String, String> helpers, String store) {}

    record Found(@Nullable RegistryAuth auth, @Nullable String helper) {}

    record Entry(
            @Nullable String auth,
            @Nullable String identitytoken,
            @Nullable String username,
            @Nullable String password) {}

    record ConfigFile(Map<String, Entry> auths, Map<String, String> credHelpers, String credsStore) {
        ConfigFile(
                @Nullable Map<String, Entry> auths,
                @Nullable Map<String, String> credHelpers,
                @Nullable String credsStore) {
            this.auths = auths == null ? Map.of() : Map.copyOf(auths);
            this.credHelpers = credHelpers == null ? Map.of() : Map.copyOf(credHelpers);
            this.credsStore = credsStore == null ? "" : credsStore;
        }
    }
}
