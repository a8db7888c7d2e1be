package dev.enclave.docker.volumes;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operations on volumes, which are named by their names. */
public interface VolumeOperations {

    /**
     * Creates a volume. When there is one with this name and driver already, the engine changes nothing and describes that one: look at
     * its labels to tell whose it is.
     *
     * @param config what it is made of
     * @return the volume. Signals {@link dev.enclave.docker.ConflictException} when there is one with this name and another driver,
     *     {@link dev.enclave.docker.BadRequestException} when a value is refused, {@link dev.enclave.docker.NotFoundException} when there
     *     is no such driver (or another {@link dev.enclave.docker.DockerApiException}, according to the engine's version). A request that
     *     was cancelled or lost after it had left may have created the volume: give it a name to find it by
     */
    Mono<Volume> create(VolumeConfig config);

    /**
     * Describes a volume.
     *
     * @param volume the name
     * @return the volume. Signals {@link dev.enclave.docker.NotFoundException} when it is not there
     */
    Mono<Volume> inspect(String volume);

    /**
     * Lists volumes.
     *
     * @param options which ones
     * @return the volumes, in no order
     */
    Flux<Volume> list(ListVolumesOptions options);

    /**
     * Removes a volume and the files in it.
     *
     * @param volume the name
     * @param force whether one that is not there, or whose driver has gone, counts as removed; one in use is not removed in any case
     * @return completes when it has gone. Signals {@link dev.enclave.docker.NotFoundException} when it is not there, {@link
     *     dev.enclave.docker.ConflictException} when a container refers to it, be it running or not
     */
    Mono<Void> remove(String volume, boolean force);

    /**
     * Removes volumes that no container refers to, and the files in them.
     *
     * @param options which ones
     * @return what was removed. Signals {@link dev.enclave.docker.ConflictException} when another prune is in progress, and {@link
     *     dev.enclave.docker.ApiVersionException}, before anything is sent, when only anonymous volumes are to be removed and the engine
     *     cannot tell them apart: before API 1.42 it would remove all
     */
    Mono<VolumesPruned> prune(PruneVolumesOptions options);
}
