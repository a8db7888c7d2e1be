package dev.enclave.docker.images;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operations on images. An image is named by a reference or an id. */
public interface ImageOperations {

    /**
     * Describes an image.
     *
     * @param image a reference or an id
     * @return the description. Signals {@link dev.enclave.docker.NotFoundException} when it is not there
     */
    Mono<ImageInspection> inspect(String image);

    /**
     * Lists the images that are there.
     *
     * @return the images
     */
    Flux<ImageSummary> list();

    /**
     * Lists images.
     *
     * @param options which ones
     * @return the images
     */
    Flux<ImageSummary> list(ListImagesOptions options);

    /**
     * Pulls an image from its registry.
     *
     * @param image what to pull; without tag and digest the tag {@code latest}
     * @param auth the registry's credentials; null for those that the docker command line would use
     *     ({@link RegistryCredentials#ofProcess()}), {@link RegistryAuth#ANONYMOUS} for none
     * @return what the engine tells of its progress, completing when the image is there; {@link PullOverview#of} sums it up. Cancelling closes the connection, which ends
     *     the pull. Signals {@link dev.enclave.docker.NotFoundException} or {@link dev.enclave.docker.StreamFailedException} when there
     *     is no such image or the download fails, {@link dev.enclave.docker.DockerApiException} when the registry refuses the credentials,
     *     {@link dev.enclave.docker.RegistryCredentialsException} when they cannot be looked up
     */
    Flux<PullProgress> pull(ImageReference image, @Nullable RegistryAuth auth);

    /**
     * Pulls an image unless it is there, with the credentials that the docker command line would use.
     *
     * @param image a reference; without tag and digest the tag {@code latest}
     * @return the image, which is there. Cancelling ends the pull. Signals what {@link #pull(ImageReference, RegistryAuth)} signals, and
     *     {@link IllegalArgumentException} when this is no reference
     */
    Mono<ImageInspection> pullIfMissing(String image);

    /**
     * Pulls an image for a certain platform from its registry.
     *
     * @param image what to pull; without tag and digest the tag {@code latest}
     * @param auth as {@link #pull(ImageReference, RegistryAuth)}
     * @param platform the platform as {@code os[/arch[/variant]]}; null for the engine's own
     * @return as {@link #pull(ImageReference, RegistryAuth)}
     */
    Flux<PullProgress> pull(ImageReference image, @Nullable RegistryAuth auth, @Nullable String platform);

    /**
     * Pushes an image to the registry that its name says.
     *
     * @param image what to push: a name that the engine has, with its tag and without a digest
     * @param auth the registry's credentials; null for those that the docker command line would use
     *     ({@link RegistryCredentials#ofProcess()}), {@link RegistryAuth#ANONYMOUS} for none
     * @return what the engine tells of its progress, completing when the registry has the image. Cancelling closes the connection,
     *     which ends the push. Signals {@link dev.enclave.docker.NotFoundException} or
     *     {@link dev.enclave.docker.StreamFailedException} when there is no such image or the registry refuses it or the credentials,
     *     {@link dev.enclave.docker.RegistryCredentialsException} when they cannot be looked up
     * @throws IllegalArgumentException if the reference has a digest or no tag
     */
    Flux<PushProgress> push(ImageReference image, @Nullable RegistryAuth auth);

    /**
     * Pushes an image for a certain platform to the registry that its name says.
     *
     * @param image as {@link #push(ImageReference, RegistryAuth)}
     * @param auth as {@link #push(ImageReference, RegistryAuth)}
     * @param platform the platform as {@code os/arch[/variant]}; null for all that there are
     * @return as {@link #push(ImageReference, RegistryAuth)}; signals {@link dev.enclave.docker.ApiVersionException} when there is a platform and the engine
     *     is older than API 1.46
     * @throws IllegalArgumentException if the reference has a digest or no tag, or the platform is none
     */
    Flux<PushProgress> push(ImageReference image, @Nullable RegistryAuth auth, @Nullable String platform);

    /**
     * Tells how an image was made.
     *
     * @param image a reference or an id
     * @return the steps, the last one first. Signals {@link dev.enclave.docker.NotFoundException} when the image is not there
     */
    Flux<ImageHistory> history(String image);

    /**
     * Writes images into an archive that {@link #load} reads.
     *
     * @param images references, which the archive keeps, or ids; at least one
     * @return the tar archive's bytes, read from the engine as they are requested. Cancelling closes the connection. Signals
     *     {@link dev.enclave.docker.NotFoundException} when one is not there
     * @throws IllegalArgumentException if there is no image in the list
     */
    Flux<byte[]> save(List<String> images);

    /**
     * Writes images for a certain platform into an archive that {@link #load} reads.
     *
     * @param images as {@link #save(List)}
     * @param platform the platform as {@code os/arch[/variant]}; null for all that there are
     * @return as {@link #save(List)}; signals {@link dev.enclave.docker.ApiVersionException} when there is a platform and the engine is older than
     *     API 1.48
     * @throws IllegalArgumentException if there is no image in the list, or the platform is none
     */
    Flux<byte[]> save(List<String> images, @Nullable String platform);

    /**
     * Makes an image of a file system.
     *
     * @param image the reference that it gets
     * @param tar the file system as a tar archive
     * @return the image's id
     */
    Mono<String> importFileSystem(ImageReference image, Publisher<byte[]> tar);

    /**
     * Loads images from an archive, as {@code docker save} writes it.
     *
     * @param tar the archive's bytes
     * @return what the engine says of each image
     */
    Mono<List<String>> load(Publisher<byte[]> tar);

    /**
     * Loads images for a certain platform from an archive.
     *
     * @param tar the archive's bytes
     * @param platform the platform as {@code os/arch[/variant]}; null for all that the archive has
     * @return as {@link #load(Publisher)}; signals {@link dev.enclave.docker.ApiVersionException} when there is a platform and the engine is older than
     *     API 1.48, before anything is sent
     * @throws IllegalArgumentException if the platform is none
     */
    Mono<List<String>> load(Publisher<byte[]> tar, @Nullable String platform);

    /**
     * Gives an image another name.
     *
     * @param image a reference or an id
     * @param target the name to add
     * @return completes when it is added
     */
    Mono<Void> tag(String image, ImageReference target);

    /**
     * Removes a name of an image, and the image with its last name.
     *
     * @param image a reference or an id
     * @param force whether to remove it although stopped containers use it
     * @return completes when it is removed. Signals {@link dev.enclave.docker.ConflictException} when it is in use
     */
    Mono<Void> remove(String image, boolean force);

    /**
     * Removes a name of an image, and the image with its last name, and tells what that meant.
     *
     * @param image a reference or an id
     * @param options how
     * @return the names that were taken and the images that were deleted. Signals {@link dev.enclave.docker.ConflictException} when it is in
     *     use
     */
    Flux<ImageDeletion> remove(String image, RemoveImageOptions options);

    /**
     * Removes images that no container uses.
     *
     * @param options which ones
     * @return what was removed. Signals {@link dev.enclave.docker.ConflictException} when another prune is in progress
     */
    Mono<ImagesPruned> prune(PruneImagesOptions options);

    /**
     * Builds an image with the engine's classic builder. (BuildKit speaks gRPC over a connection of its own, which this client does not:
     * what a Dockerfile has only there, as {@code RUN --mount}, is refused.)
     *
     * @param options how
     * @param context the files, as a tar archive; {@link BuildContext#ofDirectory} makes one. Read as the engine takes it, before anything is
     *     built. Must not be compressed: what begins like a compressed archive is refused with {@link IllegalArgumentException} before
     *     anything is sent
     * @return what the engine tells of its progress, completing when the image is there; one step has its
     *     {@linkplain BuildProgress#imageId() id}. Cancelling closes the connection, which ends the build. Signals
     *     {@link dev.enclave.docker.StreamFailedException} when a step fails, {@link dev.enclave.docker.DockerApiException} when the engine
     *     refuses the Dockerfile, {@link dev.enclave.docker.RegistryCredentialsException} when credentials cannot be looked up, {@link dev.enclave.docker.ConnectionLostException} when the connection breaks, and with any other
     *     error of the context as its cause, {@link dev.enclave.docker.ArchiveException} when a directory cannot be read
     */
    Flux<BuildProgress> build(BuildOptions options, Publisher<byte[]> context);
}
