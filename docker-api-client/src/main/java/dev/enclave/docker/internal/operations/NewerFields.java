package dev.enclave.docker.internal.operations;

import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.Healthcheck;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.IsolationOptions;
import dev.enclave.docker.containers.MountConfig;
import dev.enclave.docker.networks.EndpointConfig;
import dev.enclave.docker.networks.NetworkConfig;
import dev.enclave.docker.transport.ApiVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which fields of a request's body older engines would overlook. Those that say what older engines do anyhow are none. */
final class NewerFields {

    /**
     * A field that has been set.
     *
     * @param what its name in a sentence
     * @param since the first version that knows it
     */
    record Newer(String what, ApiVersion since) {}

    private static final ApiVersion V42 = new ApiVersion(1, 42);
    private static final ApiVersion V43 = new ApiVersion(1, 43);
    private static final ApiVersion V44 = new ApiVersion(1, 44);
    private static final ApiVersion V45 = new ApiVersion(1, 45);
    private static final ApiVersion V46 = new ApiVersion(1, 46);
    private static final ApiVersion V48 = new ApiVersion(1, 48);
    private static final ApiVersion V54 = new ApiVersion(1, 54);

    private final List<Newer> found = new ArrayList<>();

    private NewerFields() {}

    /** Of a container that is created. */
    static List<Newer> of(ContainerConfig config) {
        NewerFields fields = new NewerFields();
        fields.addHealthcheck(config.healthcheck());
        HostConfig host = config.hostConfig();
        if (host != null) {
            fields.addHost(host);
        }
        if (config.networkingConfig() != null) {
            config.networkingConfig().endpointsConfig().values().forEach(endpoint -> fields.addEndpoint(endpoint, V44));
        }
        return fields.found;
    }

    /** Of a container's connection to a network later on, where a MAC address came later too. */
    static List<Newer> of(EndpointConfig endpoint) {
        NewerFields fields = new NewerFields();
        fields.addEndpoint(endpoint, V54);
        return fields.found;
    }

    /** Of a network that is created. */
    static List<Newer> of(NetworkConfig config) {
        NewerFields fields = new NewerFields();
        // Older ones always have IPv4.
        fields.add(Boolean.FALSE.equals(config.enableIpv4()), "a network without IPv4", V48);
        return fields.found;
    }

    /** Of an image that is made of a container. */
    static List<Newer> ofCommit(@Nullable ContainerConfig config) {
        NewerFields fields = new NewerFields();
        fields.addHealthcheck(config == null ? null : config.healthcheck());
        return fields.found;
    }

    private void addHost(HostConfig host) {
        add(host.consoleSize() != null, "a console size", V42);
        IsolationOptions isolation = host.isolationOptions();
        boolean annotated = isolation != null
                && isolation.annotations() != null
                && !isolation.annotations().isEmpty();
        add(annotated, "an annotation", V43);
        if (host.mounts() != null) {
            host.mounts().forEach(this::addMount);
        }
    }

    private void addMount(MountConfig mount) {
        MountConfig.BindOptions bind = mount.bindOptions();
        if (bind != null) {
            add(Boolean.TRUE.equals(bind.createMountpoint()), "to create a mount's source", V42);
            // That it is so is what older engines do.
            add(
                    Boolean.FALSE.equals(bind.readOnlyNonRecursive()),
                    "a mount that is read-only with all mounts below it",
                    V44);
            add(
                    Boolean.TRUE.equals(bind.readOnlyForceRecursive()),
                    "a mount that has to be read-only with all mounts below it",
                    V44);
        }
        MountConfig.VolumeOptions volume = mount.volumeOptions();
        add(volume != null && volume.subpath() != null, "a directory of a volume", V45);
        MountConfig.TmpfsOptions tmpfs = mount.tmpfsOptions();
        add(tmpfs != null && tmpfs.options() != null, "an option of a tmpfs", V46);
        add(mount.type().equals("image") || mount.imageOptions() != null, "a mount of an image", V48);
    }

    private void addHealthcheck(@Nullable Healthcheck check) {
        add(check != null && check.startInterval() != null, "a health check's interval at the start", V44);
    }

    private void addEndpoint(EndpointConfig endpoint, ApiVersion macAddressSince) {
        add(endpoint.macAddress() != null, "the MAC address of a connection", macAddressSince);
        add(endpoint.gwPriority() != null, "the priority of a network's gateway", V48);
    }

    private void add(boolean set, String what, ApiVersion since) {
        if (set) {
            found.add(new Newer(what, since));
        }
    }
}
