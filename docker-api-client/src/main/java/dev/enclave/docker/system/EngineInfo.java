package dev.enclave.docker.system;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An engine and its host.
 *
 * @param id the engine's id
 * @param name the host's name
 * @param serverVersion the engine's version
 * @param operatingSystem the host's system in words
 * @param osType the system of its containers, for example {@code linux}
 * @param architecture the host's architecture, as the kernel names it
 * @param ncpu the number of CPUs
 * @param memTotal the host's memory in bytes
 * @param driver the storage driver
 * @param cgroupVersion 1 or 2
 * @param containersRunning how many containers run
 * @param runtimes the OCI runtimes by name
 * @param defaultRuntime the runtime that is used when none is named
 * @param dockerRootDir where the engine keeps its data on its host
 * @param systemTime what time it is for the engine
 */
public record EngineInfo(
        @Nullable String id,
        @Nullable String name,
        @Nullable String serverVersion,
        @Nullable String operatingSystem,
        @Nullable String osType,
        @Nullable String architecture,
        @Nullable Integer ncpu,
        @Nullable Long memTotal,
        @Nullable String driver,
        @Nullable String cgroupVersion,
        @Nullable Integer containersRunning,
        Map<String, Object> runtimes,
        @Nullable String defaultRuntime,
        @Nullable String dockerRootDir,
        @Nullable Instant systemTime) {
    /** Makes absent runtimes an empty map. */
    public EngineInfo(
            @Nullable String id,
            @Nullable String name,
            @Nullable String serverVersion,
            @Nullable String operatingSystem,
            @Nullable String osType,
            @Nullable String architecture,
            @Nullable Integer ncpu,
            @Nullable Long memTotal,
            @Nullable String driver,
            @Nullable String cgroupVersion,
            @Nullable Integer containersRunning,
            @Nullable Map<String, Object> runtimes,
            @Nullable String defaultRuntime,
            @Nullable String dockerRootDir,
            @Nullable Instant systemTime) {
        this.id = id;
        this.name = name;
        this.serverVersion = serverVersion;
        this.operatingSystem = operatingSystem;
        this.osType = osType;
        this.architecture = architecture;
        this.ncpu = ncpu;
        this.memTotal = memTotal;
        this.driver = driver;
        this.cgroupVersion = cgroupVersion;
        this.containersRunning = containersRunning;
        this.runtimes = runtimes == null ? Map.of() : Map.copyOf(runtimes);
        this.defaultRuntime = defaultRuntime;
        this.dockerRootDir = dockerRootDir;
        this.systemTime = systemTime;
    }
}
