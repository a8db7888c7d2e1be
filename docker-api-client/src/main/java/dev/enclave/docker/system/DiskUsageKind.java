package dev.enclave.docker.system;

/** Kinds of things that an engine keeps on disk. */
public enum DiskUsageKind {
    /** Containers. */
    CONTAINER("container"),
    /** Images. */
    IMAGE("image"),
    /** Volumes. */
    VOLUME("volume"),
    /** What BuildKit keeps. */
    BUILD_CACHE("build-cache");

    private final String parameter;

    DiskUsageKind(String parameter) {
        this.parameter = parameter;
    }

    /** {@return the kind as the engine names it} */
    public String parameter() {
        return parameter;
    }
}
