package dev.enclave.docker.system;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of an engine and its parts.
 *
 * @param version the engine's version
 * @param apiVersion the newest API version that it speaks
 * @param minApiVersion the oldest API version that it speaks
 * @param os the host's system
 * @param arch the host's architecture, as Go names it
 * @param kernelVersion the host's kernel
 * @param components the engine's parts
 */
public record EngineVersion(
        @Nullable String version,
        @Nullable String apiVersion,
        @Nullable String minApiVersion,
        @Nullable String os,
        @Nullable String arch,
        @Nullable String kernelVersion,
        List<Component> components) {
    /** Makes absent components an empty list. */
    public EngineVersion(
            @Nullable String version,
            @Nullable String apiVersion,
            @Nullable String minApiVersion,
            @Nullable String os,
            @Nullable String arch,
            @Nullable String kernelVersion,
            @Nullable List<Component> components) {
        this.version = version;
        this.apiVersion = apiVersion;
        this.minApiVersion = minApiVersion;
        this.os = os;
        this.arch = arch;
        this.kernelVersion = kernelVersion;
        this.components = components == null ? List.of() : List.copyOf(components);
    }

    /**
     * A part of an engine.
     *
     * @param name for example {@code runc}
     * @param version its version
     */
    public record Component(@Nullable String name, @Nullable String version) {}
}
