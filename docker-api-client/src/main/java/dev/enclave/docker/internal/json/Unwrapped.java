package dev.enclave.docker.internal.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.enclave.docker.containers.DeviceAccess;
import dev.enclave.docker.containers.IsolationOptions;
import dev.enclave.docker.containers.NameResolution;
import dev.enclave.docker.containers.ResourceTuning;
import org.jspecify.annotations.Nullable;

/** {@code HostConfig} has some seventy fields on one level; ours groups the rare ones in records of their own. */
interface Unwrapped {

    @JsonUnwrapped
    @Nullable
    ResourceTuning resources();

    @JsonUnwrapped
    @Nullable
    DeviceAccess deviceAccess();

    @JsonUnwrapped
    @Nullable
    NameResolution nameResolution();

    @JsonUnwrapped
    @Nullable
    IsolationOptions isolationOptions();
}
