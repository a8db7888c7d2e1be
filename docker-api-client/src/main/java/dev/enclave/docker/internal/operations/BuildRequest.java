package dev.enclave.docker.internal.operations;

import dev.enclave.docker.images.BuildOptions;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.images.RegistryAuth;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The many query parameters of a build. */
final class BuildRequest {

    private BuildRequest() {}

    static ApiRequest of(BuildOptions options, Map<String, RegistryAuth> known) {
        ApiRequest request = ApiRequest.post("/build")
                .query("dockerfile", options.dockerfile())
                .query("target", options.target())
                .query("buildargs", json(options.buildArgs()))
                .query("labels", json(options.labels()))
                .query("cachefrom", json(options.cacheFrom()))
                .flag("nocache", Boolean.TRUE.equals(options.noCache()))
                .flag("pull", Boolean.TRUE.equals(options.pull()))
                .query("rm", Boolean.TRUE.equals(options.keepIntermediate()) ? 0 : 1)
                .query("forcerm", Boolean.TRUE.equals(options.keepFailed()) ? 0 : 1)
                .query("networkmode", options.networkMode())
                .query("memory", options.memory())
                .query("memswap", options.memorySwap())
                .query("shmsize", options.shmSize())
                .query("cpusetcpus", options.cpusetCpus())
                .query("cpuquota", options.cpuQuota())
                .query("cpuperiod", options.cpuPeriod())
                .query("platform", options.platform())
                .header("X-Registry-Config", credentials(known));
        for (ImageReference tag : orEmpty(options.tags())) {
            request = request.query("t", tag);
        }
        for (String host : orEmpty(options.extraHosts())) {
            request = request.query("extrahosts", host);
        }
        return request;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static @Nullable String json(@Nullable Object value) {
        return value == null ? null : new String(JsonCodec.SHARED.write(value), StandardCharsets.UTF_8);
    }

    private static @Nullable String credentials(Map<String, RegistryAuth> credentials) {
        if (credentials.isEmpty()) {
            return null;
        }
        Map<String, HttpImageOperations.AuthHeader> headers = new LinkedHashMap<>();
        credentials.forEach((host, auth) -> headers.put(host, HttpImageOperations.AuthHeader.of(auth)));
        return Base64.getUrlEncoder().encodeToString(JsonCodec.SHARED.write(headers));
    }
}
