package dev.enclave.docker.internal.operations;

import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.images.BuildOptions;
import dev.enclave.docker.images.BuildProgress;
import dev.enclave.docker.images.ImageDeletion;
import dev.enclave.docker.images.ImageHistory;
import dev.enclave.docker.images.ImageInspection;
import dev.enclave.docker.images.ImageOperations;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.images.ImageSummary;
import dev.enclave.docker.images.ImagesPruned;
import dev.enclave.docker.images.ListImagesOptions;
import dev.enclave.docker.images.PruneImagesOptions;
import dev.enclave.docker.images.PullProgress;
import dev.enclave.docker.images.PushProgress;
import dev.enclave.docker.images.RegistryAuth;
import dev.enclave.docker.images.RegistryCredentials;
import dev.enclave.docker.images.RemoveImageOptions;
import dev.enclave.docker.internal.http.ApiRequest;
import dev.enclave.docker.internal.http.ApiTransport;
import dev.enclave.docker.internal.http.JsonAnswers;
import dev.enclave.docker.internal.json.JsonCodec;
import dev.enclave.docker.internal.stream.Framing;
import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.docker.transport.ApiVersion;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link ImageOperations} over HTTP. */
public final class HttpImageOperations implements ImageOperations {

    private static final ApiVersion PUSHED_PLATFORM = new ApiVersion(1, 46);
    private static final ApiVersion SAVED_PLATFORM = new ApiVersion(1, 48);

    private final ApiTransport transport;
    private final RegistryCredentials credentials;

    /** Creates the operations on a transport, with the credentials for requests that bring none. */
    public HttpImageOperations(ApiTransport transport, RegistryCredentials credentials) {
        this.transport = transport;
        this.credentials = credentials;
    }

    @Override
    public Mono<ImageInspection> inspect(String image) {
        return transport
                .read(ApiRequest.get("/images/{}/json", image), ImageInspection.class)
                .checkpoint("Docker: inspect image");
    }

    @Override
    public Flux<ImageSummary> list() {
        return list(ListImagesOptions.DEFAULTS);
    }

    @Override
    public Flux<ImageSummary> list(ListImagesOptions options) {
        ApiRequest request = ApiRequest.get("/images/json")
                .flag("all", options.all())
                .query("filters", Filters.encode(options.filters()));
        return transport
                .read(request, ImageSummary[].class)
                .flatMapMany(Flux::fromArray)
                .checkpoint("Docker: list images");
    }

    @Override
    public Flux<PullProgress> pull(ImageReference image, @Nullable RegistryAuth auth) {
        return pull(image, auth, null);
    }

    @Override
    public Mono<ImageInspection> pullIfMissing(String image) {
        Mono<ImageInspection> present = inspect(image);
        return present.onErrorResume(
                NotFoundException.class,
                missing -> pull(ImageReference.of(image), null).then(present));
    }

    @Override
    public Flux<PullProgress> pull(ImageReference image, @Nullable RegistryAuth auth, @Nullable String platform) {
        Objects.requireNonNull(image, "image");
        // A digest goes where a tag does.
        ApiRequest request = ApiRequest.post("/images/create")
                .query("fromImage", image.repository())
                .query("tag", image.digest() == null ? image.tag() : image.digest())
                .query("platform", platform)
                .responseTimeout(transport.pullTimeout());
        return authOf(image, auth)
                .flatMapMany(known -> transport.jsonStream(authorized(request, known), PullProgress.class))
                .checkpoint("Docker: pull image");
    }

    @Override
    public Flux<PushProgress> push(ImageReference image, @Nullable RegistryAuth auth) {
        return push(image, auth, null);
    }

    @Override
    public Flux<PushProgress> push(ImageReference image, @Nullable RegistryAuth auth, @Nullable String platform) {
        if (image.digest() != null || image.tag() == null) {
            throw new IllegalArgumentException("only a name with a tag can be pushed: " + image);
        }
        ApiRequest request = ApiRequest.post("/images/{}/push", image.repository())
                .query("tag", image.tag())
                .responseTimeout(transport.pullTimeout());
        ApiRequest allowed = NewerParameters.withPlatform(request, platform, PUSHED_PLATFORM);
        return authOf(image, auth)
                .flatMapMany(found -> transport.jsonStream(authorizedPush(allowed, found), PushProgress.class))
                .checkpoint("Docker: push image");
    }

    /** Without the header old engines refuse a push, so that even nobody has one. */
    private static ApiRequest authorizedPush(ApiRequest request, RegistryAuth auth) {
        return request.header("X-Registry-Auth", encode(auth));
    }

    @Override
    public Flux<ImageHistory> history(String image) {
        return transport
                .read(ApiRequest.get("/images/{}/history", image), ImageHistory[].class)
                .flatMapMany(Flux::fromArray)
                .checkpoint("Docker: history of image");
    }

    @Override
    public Flux<byte[]> save(List<String> images) {
        return save(images, null);
    }

    @Override
    public Flux<byte[]> save(List<String> images, @Nullable String platform) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("no image to save");
        }
        ApiRequest request = ApiRequest.get("/images/get").responseTimeout(transport.pullTimeout());
        for (String image : images) {
            request = request.query("names", image);
        }
        return transport.stream(NewerParameters.withPlatform(request, platform, SAVED_PLATFORM), Framing.RAW)
                .map(StreamFrame::bytes)
                .checkpoint("Docker: save images");
    }

    private Mono<RegistryAuth> authOf(ImageReference image, @Nullable RegistryAuth explicit) {
        return explicit != null
                ? Mono.just(explicit)
                : credentials.find(image.registry()).defaultIfEmpty(RegistryAuth.ANONYMOUS);
    }

    private static ApiRequest authorized(ApiRequest request, RegistryAuth auth) {
        return request.header("X-Registry-Auth", auth.equals(RegistryAuth.ANONYMOUS) ? null : encode(auth));
    }

    /** The URL-safe alphabet with padding: with another one the engine silently pulls without credentials. */
    private static String encode(RegistryAuth auth) {
        return Base64.getUrlEncoder().encodeToString(JsonCodec.SHARED.write(AuthHeader.of(auth)));
    }

    @Override
    public Mono<String> importFileSystem(ImageReference image, Publisher<byte[]> tar) {
        ApiRequest request = ApiRequest.post("/images/create")
                .query("fromSrc", "-")
                // With its tag: Podman overlooks the parameter for that.
                .query("repo", image.tag() == null ? image.repository() : image.repository() + ":" + image.tag())
                .responseTimeout(transport.pullTimeout());
        return transport
                .upload(request, tar)
                .map(answer -> JsonAnswers.bindAll(request, answer.body(), PullProgress.class))
                .map(steps -> importedId(request, steps))
                .checkpoint("Docker: import image");
    }

    private static String importedId(ApiRequest request, List<PullProgress> steps) {
        String id = steps.isEmpty() ? null : steps.get(steps.size() - 1).status();
        if (id == null) {
            throw new DockerProtocolException(request.operation(), "the answer names no image", null);
        }
        return id;
    }

    @Override
    public Mono<List<String>> load(Publisher<byte[]> tar) {
        return load(tar, null);
    }

    @Override
    public Mono<List<String>> load(Publisher<byte[]> tar, @Nullable String platform) {
        ApiRequest request =
                ApiRequest.post("/images/load").flag("quiet", true).responseTimeout(transport.pullTimeout());
        return transport
                .upload(NewerParameters.withPlatform(request, platform, SAVED_PLATFORM), tar)
                .map(answer -> JsonAnswers.bindAll(request, answer.body(), Loaded.class).stream()
                        .map(Loaded::stream)
                        .filter(Objects::nonNull)
                        .map(String::strip)
                        .toList())
                .checkpoint("Docker: load images");
    }

    @Override
    public Mono<Void> tag(String image, ImageReference target) {
        ApiRequest request = ApiRequest.post("/images/{}/tag", image)
                .query("repo", target.repository())
                .query("tag", target.tag());
        return transport.command(request).checkpoint("Docker: tag image");
    }

    @Override
    public Mono<Void> remove(String image, boolean force) {
        return transport
                .command(ApiRequest.delete("/images/{}", image).flag("force", force))
                .checkpoint("Docker: remove image");
    }

    @Override
    public Flux<ImageDeletion> remove(String image, RemoveImageOptions options) {
        ApiRequest request = ApiRequest.delete("/images/{}", image)
                .flag("force", options.force())
                .flag("noprune", options.noPrune());
        return transport
                .read(request, ImageDeletion[].class)
                .flatMapMany(Flux::fromArray)
                .checkpoint("Docker: remove image with options");
    }

    @Override
    public Mono<ImagesPruned> prune(PruneImagesOptions options) {
        ApiRequest request = ApiRequest.post("/images/prune").query("filters", Filters.encode(options.filters()));
        return transport.read(request, ImagesPruned.class).checkpoint("Docker: prune images");
    }

    @Override
    public Flux<BuildProgress> build(BuildOptions options, Publisher<byte[]> context) {
        Map<String, RegistryAuth> explicit = options.credentials();
        return (explicit == null ? credentials.findAll() : Mono.just(explicit))
                .map(known -> BuildRequest.of(options, known).responseTimeout(transport.pullTimeout()))
                .flatMapMany(request -> build(request, context))
                .checkpoint("Docker: build image");
    }

    private Flux<BuildProgress> build(ApiRequest request, Publisher<byte[]> context) {
        return PlainTar.requirePlain(context).switchOnFirst((first, plain) -> {
            Throwable refused = first.getThrowable();
            return refused == null ? transport.jsonUpload(request, plain, BuildProgress.class) : Flux.error(refused);
        });
    }

    record AuthHeader(
            String username,
            String password,
            @Nullable String serveraddress,
            @Nullable String identitytoken) {
        static AuthHeader of(RegistryAuth auth) {
            return new AuthHeader(auth.username(), auth.password(), auth.serverAddress(), auth.identityToken());
        }

        /** No secret ends up in a log. */
        @Override
        public String toString() {
            return "AuthHeader[" + username + "@" + serveraddress + "]";
        }
    }

    record Loaded(@Nullable String stream) {}
}
