package dev.enclave.docker.containers;

import dev.enclave.docker.networks.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container as a list shows it.
 *
 * @param id the id
 * @param names the names, each with a leading slash
 * @param image the image as it was named at creation
 * @param imageId the image's id
 * @param command the command line
 * @param state for example {@code created}, {@code running}, {@code exited}
 * @param status the state in words
 * @param created when it was created, in seconds since 1970
 * @param labels the labels
 * @param ports the ports that are exposed or published
 * @param mounts what is mounted
 * @param networkSettings how it is connected
 * @param sizeRw how many bytes it has written, when asked for
 * @param sizeRootFs how many bytes its files are in all, when asked for
 */
public record ContainerSummary(
        String id,
        List<String> names,
        @Nullable String image,
        @Nullable String imageId,
        @Nullable String command,
        @Nullable String state,
        @Nullable String status,
        @Nullable Long created,
        Map<String, String> labels,
        List<Port> ports,
        List<ContainerInspection.MountPoint> mounts,
        @Nullable Networks networkSettings,
        @Nullable Long sizeRw,
        @Nullable Long sizeRootFs) {

    /** Makes absent collections empty. */
    public ContainerSummary(
            String id,
            @Nullable List<String> names,
            @Nullable String image,
            @Nullable String imageId,
            @Nullable String command,
            @Nullable String state,
            @Nullable String status,
            @Nullable Long created,
            @Nullable Map<String, String> labels,
            @Nullable List<Port> ports,
            @Nullable List<ContainerInspection.MountPoint> mounts,
            @Nullable Networks networkSettings,
            @Nullable Long sizeRw,
            @Nullable Long sizeRootFs) {
        this.id = Objects.requireNonNull(id, "id");
        this.names = names == null ? List.of() : List.copyOf(names);
        this.image = image;
        this.imageId = imageId;
        this.command = command;
        this.state = state;
        this.status = status;
        this.created = created;
        this.labels = labels == null ? Map.of() : Map.copyOf(labels);
        this.ports = ports == null ? List.of() : List.copyOf(ports);
        this.mounts = mounts == null ? List.of() : List.copyOf(mounts);
        this.networkSettings = networkSettings;
        this.sizeRw = sizeRw;
        this.sizeRootFs = sizeRootFs;
    }

    /** {@return the container's connections by network name; empty when there are none} */
    public Map<String, Endpoint> networks() {
        Map<String, Endpoint> networks = networkSettings == null ? null : networkSettings.networks();
        return networks == null ? Map.of() : networks;
    }

    /**
     * A port.
     *
     * @param ip the host's address, when it is published
     * @param privatePort the container's port
     * @param publicPort the host's port, when it is published
     * @param type {@code tcp}, {@code udp} or {@code sctp}
     */
    public record Port(
            @Nullable String ip,
            @Nullable Integer privatePort,
            @Nullable Integer publicPort,
            @Nullable String type) {}

    /**
     * How a container is connected.
     *
     * @param networks network name to the container's connection
     */
    public record Networks(@Nullable Map<String, Endpoint> networks) {}
}
