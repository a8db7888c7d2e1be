package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.BadRequestException;
import dev.enclave.docker.DockerApiException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.Timers;
import dev.enclave.docker.images.ImageInspection;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.images.PullProgress;
import dev.enclave.engine.ImageUnavailableException;
import dev.enclave.engine.PullPolicy;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Sees to it that an image is there. */
final class ImageProvider {

    private static final Logger LIFECYCLE = LoggerFactory.getLogger("dev.enclave.lifecycle");
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(3);

    private final DockerClient client;

    ImageProvider(DockerClient client) {
        this.client = client;
    }

    /** Emits the image's description once it is there; cancelling ends a pull. */
    Mono<ImageInspection> provide(String image, PullPolicy policy) {
        Mono<ImageInspection> present =
                client.images().inspect(image).onErrorMap(BadRequestException.class, e -> misnamed(image, e));
        return switch (policy) {
            case ALWAYS -> pull(image).then(present);
            case IF_MISSING ->
                present.onErrorResume(
                        NotFoundException.class, missing -> pull(image).then(present));
            case NEVER ->
                present.onErrorMap(
                        NotFoundException.class,
                        e -> new ImageUnavailableException(
                                null, "image '" + image + "' is not there, and the pull policy is NEVER", e));
        };
    }

    private Mono<Void> pull(String image) {
        return Mono.defer(() -> client.images()
                        .pull(ImageReference.of(image), null)
                        .doOnSubscribe(subscription -> LIFECYCLE.info("pulling image {}", image))
                        .sample(Mono.delay(PROGRESS_INTERVAL, Timers.scheduler())
                                .repeat())
                        .doOnNext(step -> LIFECYCLE.info("pulling image {}: {}", image, describe(step)))
                        .then())
                .onErrorMap(DockerApiException.class, e -> unavailable(image, e))
                .onErrorMap(IllegalArgumentException.class, e -> unavailable(image, e));
    }

    private static String describe(PullProgress step) {
        PullProgress.Detail detail = step.progressDetail();
        String progress = detail == null || detail.current() == null
                ? ""
                : " " + detail.current() + "/" + detail.total() + " bytes";
        return step.id() + " " + step.status() + progress;
    }

    private static ImageUnavailableException misnamed(String image, Throwable cause) {
        return new ImageUnavailableException(
                null, "'" + image + "' is not the name of an image: " + cause.getMessage(), cause);
    }

    private static ImageUnavailableException unavailable(String image, Throwable cause) {
        return new ImageUnavailableException(
                null,
                "image '" + image + "' is not there and cannot be pulled: " + cause.getMessage()
                        + " (check its name, the engine's access to the registry, and 'docker login'; or load it beforehand)",
                cause);
    }
}
