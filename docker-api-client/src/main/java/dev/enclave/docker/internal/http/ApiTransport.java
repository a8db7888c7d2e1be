package dev.enclave.docker.internal.http;

import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.Timers;
import dev.enclave.docker.internal.json.JsonCodec;
import dev.enclave.docker.internal.stream.Framing;
import dev.enclave.docker.internal.stream.IdleHandler;
import dev.enclave.docker.internal.stream.StreamRequest;
import dev.enclave.docker.observation.ExchangeRequest.Kind;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.docker.stream.StreamListener;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.ResolvedEndpoint;
import dev.enclave.docker.transport.TimeoutOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Sends requests in the three shapes that the Engine API has: short (an answer that is read whole, on the pool), upload (a streamed
 * body, on its own connection) and stream (a streamed or hijacked answer, on its own connection). Everything is cold.
 */
public final class ApiTransport {

    private static final byte[] NO_BODY = {};

    private final Mono<ResolvedEndpoint> endpoint;
    private final LazyConnections lazy;
    private final Mono<EngineConnections> connections;
    private final VersionNegotiator versions;
    private final TimeoutOptions timeouts;
    private final Exchanges exchanges;

    private ApiTransport(Mono<ResolvedEndpoint> endpoint, LazyConnections lazy, DockerClientOptions options) {
        this.endpoint = endpoint;
        this.lazy = lazy;
        this.connections = lazy.get();
        this.timeouts = options.timeouts();
        this.exchanges = new Exchanges(options.observer());
        this.versions = new VersionNegotiator(sendUnversioned(VersionNegotiator.PING), options.apiVersion());
    }

    private ApiTransport(ApiTransport shared, TimeoutOptions timeouts) {
        this.endpoint = shared.endpoint;
        this.lazy = shared.lazy;
        this.connections = shared.connections;
        this.timeouts = timeouts;
        this.exchanges = shared.exchanges;
        this.versions = shared.versions;
    }

    /**
     * Makes a transport. Nothing is resolved, opened or started before the first request.
     *
     * @param endpoint resolves where the engine is; asked once
     * @param options everything else
     */
    public static ApiTransport create(Mono<ResolvedEndpoint> endpoint, DockerClientOptions options) {
        Mono<ResolvedEndpoint> resolvedOnce =
                endpoint.cache(value -> LazyConnections.FOR_EVER, error -> Duration.ZERO, () -> Duration.ZERO);
        LazyConnections lazy =
                new LazyConnections(resolvedOnce, resolved -> EngineConnections.create(resolved, options));
        return new ApiTransport(resolvedOnce, lazy, options);
    }

    /** Another view of the same connections, with other timeouts. */
    public ApiTransport withTimeouts(TimeoutOptions other) {
        return new ApiTransport(this, other);
    }

    /** Listens on a Unix socket of this process, for one connection. */
    public Mono<StreamListener> listen(Path socket) {
        return connections.flatMap(target -> target.listen(socket));
    }

    /** Closes every connection and ends the threads; idempotent. */
    public Mono<Void> close() {
        return lazy.close();
    }

    /** The endpoint in use and the rule that chose it. */
    public Mono<ResolvedEndpoint> endpoint() {
        return endpoint;
    }

    /** The API version that is spoken with this engine; asked once, and again after the engine has refused it. */
    public Mono<ApiVersion> version() {
        return versions.version();
    }

    /** How long to wait for the head of an answer that needs no time of its own. */
    public Duration responseTimeout() {
        return timeouts.response();
    }

    /** How long to wait for the head of the answer to a pull. */
    public Duration pullTimeout() {
        return timeouts.pullResponse();
    }

    /** Sends a short request and binds the answer. */
    public <T> Mono<T> read(ApiRequest request, Class<T> type) {
        return send(request).map(answer -> JsonAnswers.bind(request, answer.body(), type));
    }

    /** Sends a short request whose answer has no interesting body; 304 (already so) is a success. */
    public Mono<Void> command(ApiRequest request) {
        return send(request).then();
    }

    /** Sends a short request, in another version if the engine refuses this one. Signals the typed error of any status that is no success. */
    public Mono<ApiAnswer> send(ApiRequest request) {
        return versions.speak(
                request, version -> exchange(request.inVersion(version), ApiRequest.prefix(version), null));
    }

    /** Sends a short request without a version in its path. */
    public Mono<ApiAnswer> sendUnversioned(ApiRequest request) {
        return exchange(request, "", null);
    }

    /** Sends a streamed body, once, also when the engine refuses the version; the answer is read whole. */
    public Mono<ApiAnswer> upload(ApiRequest request, Publisher<byte[]> body) {
        return versions.agreement()
                .flatMap(agreed -> exchange(
                                request.inVersion(agreed.version()), ApiRequest.prefix(agreed.version()), body)
                        .doOnError(error -> agreed.heed(request, error)));
    }

    /** Opens the answer of a request as a stream of bytes; cancelling closes the connection. */
    public Flux<StreamFrame> stream(ApiRequest request, Framing framing) {
        return Flux.usingWhen(open(request, false, framing), DuplexStream::output, DuplexStream::close);
    }

    /** Opens the answer of a request as a stream of JSON objects, each bound to the type. */
    public <T> Flux<T> jsonStream(ApiRequest request, Class<T> type) {
        return jsonStream(request, type, () -> {});
    }

    /** As {@link #jsonStream(ApiRequest, Class)}, and tells when the head of the answer has arrived. */
    public <T> Flux<T> jsonStream(ApiRequest request, Class<T> type, Runnable opened) {
        Mono<DuplexStream> opening = open(request, false, Framing.RAW).doOnNext(stream -> opened.run());
        return JsonAnswers.bindObjects(
                request,
                Flux.usingWhen(opening, DuplexStream::output, DuplexStream::close)
                        .map(StreamFrame::bytes),
                type);
    }

    /** Sends a streamed body, and reads the answer as a stream of JSON objects, each bound to the type; cancelling closes the connection. */
    public <T> Flux<T> jsonUpload(ApiRequest request, Publisher<byte[]> body, Class<T> type) {
        Flux<byte[]> answer = versions.agreement()
                .flatMapMany(agreed -> connections
                        .flatMapMany(target -> target.address(request.operation())
                                .flatMapMany(address -> uploadStreamed(
                                        target,
                                        address,
                                        request.inVersion(agreed.version()),
                                        ApiRequest.prefix(agreed.version()),
                                        body)))
                        .doOnError(error -> agreed.heed(request, error)));
        Flux<byte[]> observed = exchanges.observe(request, Kind.UPLOAD, answer);
        return JsonAnswers.bindObjects(request, observed, type);
    }

    private Flux<byte[]> uploadStreamed(
            EngineConnections target,
            SocketAddress address,
            ApiRequest request,
            String prefix,
            Publisher<byte[]> upload) {
        return Flux.defer(() -> {
            Duration patience = patience(request);
            AtomicBoolean connected = new AtomicBoolean();
            Sinks.Empty<Void> sent = Sinks.empty();
            Flux<ByteBuf> content =
                    Flux.from(upload).doOnComplete(sent::tryEmitEmpty).map(Unpooled::wrappedBuffer);
            return client(target, address, request, true, true)
                    .doOnRequest((sending, connection) -> connected.set(true))
                    .doOnResponse((response, connection) -> limitSilence(request, connection))
                    .request(HttpMethod.valueOf(request.method()))
                    .uri(request.uri(prefix))
                    .send(content)
                    .response((response, body) -> readStreamed(request, response, body))
                    .timeout(sent.asMono().then(Mono.delay(patience, Timers.scheduler())), piece -> Mono.never())
                    .onErrorMap(
                            TimeoutException.class,
                            e -> new DockerTimeoutException(request.operation(), "answer", patience, e))
                    .onErrorMap(e -> target.errors().failed(request, patience(request), connected.get(), e))
                    .onErrorResume(target::explained);
        });
    }

    private void limitSilence(ApiRequest request, Connection connection) {
        if (timeouts.idle() != null) {
            connection.addHandlerLast(new IdleHandler(request.operation(), timeouts.idle()));
        }
    }

    private static Publisher<byte[]> readStreamed(ApiRequest request, HttpClientResponse response, ByteBufFlux body) {
        int status = response.status().code();
        RequestLog.opened(request);
        return status / 100 == 2
                ? body.asByteArray()
                : body.aggregate()
                        .asByteArray()
                        .defaultIfEmpty(NO_BODY)
                        .flatMap(error -> Mono.error(ApiErrors.fromAnswer(request.operation(), status, error)));
    }

    /** Opens a hijacked connection. */
    public Mono<DuplexStream> hijack(ApiRequest request, Framing framing) {
        return open(request, true, framing);
    }

    /** Opens the answer of a request as a stream that its caller closes; emitted when the head has arrived. */
    public Mono<DuplexStream> open(ApiRequest request, boolean hijack, Framing framing) {
        Mono<DuplexStream> attempt =
                versions.speak(request, version -> openIn(version, request.inVersion(version), hijack, framing));
        Mono<DuplexStream> opening = FullQueue.outwait(attempt, timeouts.connect());
        return exchanges.observeStream(request, hijack ? Kind.DUPLEX : Kind.STREAM, opening);
    }

    private Mono<DuplexStream> openIn(ApiVersion version, ApiRequest request, boolean hijack, Framing framing) {
        return connections.flatMap(target -> target.address(request.operation())
                .flatMap(address -> target.streams().open(address, toStream(request, version, hijack, framing)))
                .onErrorResume(target::explained));
    }

    private StreamRequest toStream(ApiRequest request, ApiVersion version, boolean hijack, Framing framing) {
        byte[] body = bodyOf(request);
        RequestLog.sending(request, body, hijack ? "duplex" : "stream");
        RequestLog.opened(request);
        return new StreamRequest(
                request.operation(),
                request.method(),
                request.uri(ApiRequest.prefix(version)),
                request.headers(),
                body,
                hijack,
                request.readOnly(),
                framing,
                version.isAtLeast(VersionNegotiator.TYPED_STREAMS),
                patience(request),
                timeouts.idle());
    }

    private Duration patience(ApiRequest request) {
        return request.responseTimeout() == null ? responseTimeout() : request.responseTimeout();
    }

    private Mono<ApiAnswer> exchange(ApiRequest request, String prefix, @Nullable Publisher<byte[]> upload) {
        Mono<ApiAnswer> exchange = connections.flatMap(target -> target.address(request.operation())
                .flatMap(address -> {
                    if (upload != null) {
                        return attempt(target, address, request, prefix, true, upload);
                    }
                    // Repeated outside of the pool: where one of its connections is dead, the next may be dead too.
                    return attempt(target, address, request, prefix, false, null)
                            .onErrorResume(
                                    e -> RepeatRule.mayRepeat(request, e),
                                    e -> attempt(target, address, request, prefix, true, null));
                }));
        return exchanges.observe(request, upload == null ? Kind.UNARY : Kind.UPLOAD, exchange);
    }

    /** Of few operators: a short request costs the client little else. */
    private Mono<ApiAnswer> attempt(
            EngineConnections target,
            SocketAddress address,
            ApiRequest request,
            String prefix,
            boolean dedicated,
            @Nullable Publisher<byte[]> upload) {
        Mono<ApiAnswer> attempt = Mono.defer(() -> {
            Sending sending = new Sending(patience(request));
            byte[] json = upload == null ? bodyOf(request) : NO_BODY;
            RequestLog.sending(request, json, upload == null ? "unary" : "upload");
            HttpClient.RequestSender sender = client(target, address, request, dedicated, upload != null)
                    .request(HttpMethod.valueOf(request.method()))
                    .uri(request.uri(prefix));
            return receiver(sender, json, upload)
                    .responseSingle((response, body) -> body.asByteArray()
                            .defaultIfEmpty(NO_BODY)
                            .map(bytes -> new ApiAnswer(response.status().code(), response.responseHeaders(), bytes)))
                    .contextWrite(sending::in)
                    .onErrorResume(e ->
                            target.explained(target.errors().failed(request, patience(request), sending.isSent(), e)))
                    .map(answer -> requireSuccess(request, answer));
        });
        return FullQueue.outwait(attempt, timeouts.connect());
    }

    private static HttpClient.ResponseReceiver<?> receiver(
            HttpClient.RequestSender sender, byte[] json, @Nullable Publisher<byte[]> upload) {
        if (upload != null) {
            return sender.send(Flux.from(upload).map(Unpooled::wrappedBuffer));
        }
        return json.length == 0 ? sender : sender.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(json)));
    }

    /** A client whose connections are the pool's, or one for each request. */
    private HttpClient client(
            EngineConnections target, SocketAddress address, ApiRequest request, boolean dedicated, boolean upload) {
        HttpClient client = dedicated
                ? target.dedicated(address)
                        .doOnConnected(connection ->
                                connection.addHandlerLast(new StalledUpload(request.operation(), patience(request))))
                : target.pooled(address);
        String contentType = upload ? "application/x-tar" : request.body() == null ? null : "application/json";
        if (contentType == null && request.headers().isEmpty()) {
            return client;
        }
        return client.headers(headers -> {
            request.headers().forEach(headers::set);
            if (contentType != null) {
                headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
            }
        });
    }

    private static byte[] bodyOf(ApiRequest request) {
        return request.body() == null ? NO_BODY : JsonCodec.SHARED.write(request.body());
    }

    private static ApiAnswer requireSuccess(ApiRequest request, ApiAnswer answer) {
        RequestLog.answered(request, answer);
        // 304 says that it is so already; redirects are not followed.
        boolean success = answer.status() / 100 == 2 || answer.status() == 304;
        if (!success) {
            throw ApiErrors.fromAnswer(request.operation(), answer.status(), answer.body());
        }
        return answer;
    }
}
