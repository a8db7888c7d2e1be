package dev.enclave.engine.mount;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The map form of mounts; {@link Mount#fromVolumes} tells what it looks like. */
final class VolumeMap {
    private static final Set<String> KEYS = Set.of("bind", "mode");

    private VolumeMap() {}

    static List<Mount> toMounts(Map<String, ? extends Map<String, String>> volumes) {
        return volumes.entrySet().stream()
                .map(entry -> toMount(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Mount toMount(String hostPath, @Nullable Map<String, String> options) {
        if (options == null || !options.containsKey("bind")) {
            throw refusal(hostPath, "has no \"bind\"");
        }
        for (String key : options.keySet()) {
            if (!KEYS.contains(key)) {
                throw refusal(hostPath, "has the unknown key " + Quoted.of(key));
            }
        }
        return Mount.bind(hostPath, options.get("bind")).access(toAccess(hostPath, options));
    }

    private static MountAccess toAccess(String hostPath, Map<String, String> options) {
        String mode = options.containsKey("mode") ? options.get("mode") : "rw";
        if ("rw".equals(mode)) {
            return MountAccess.READ_WRITE;
        }
        if ("ro".equals(mode)) {
            return MountAccess.READ_ONLY;
        }
        throw refusal(hostPath, "has the unknown mode " + Quoted.of(mode));
    }

    private static IllegalArgumentException refusal(String hostPath, String reason) {
        return new IllegalArgumentException("volume " + Quoted.of(hostPath) + " " + reason
                + ": allowed are {\"bind\": container path, \"mode\": \"rw\" or \"ro\"}");
    }
}
