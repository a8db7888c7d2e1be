package dev.enclave.docker.internal.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose answer is a stream.
 *
 * @param operation method and path for messages
 * @param method the HTTP method
 * @param uri the path with version and query
 * @param headers further headers
 * @param body the JSON body, empty for none
 * @param hijack whether the connection is to become a duplex stream
 * @param readOnly whether the operation only reads
 * @param framing how to read the stream where the answer does not say
 * @param typedStreams whether the engine names the kind of stream in its answer (from API 1.42 on)
 * @param headTimeout how long to wait for the head of the answer
 * @param idleTimeout how long the stream may be silent after it, or null for ever
 */
@SuppressWarnings("ArrayRecordComponent") // internal carrier, never compared
public record StreamRequest(
        String operation,
        String method,
        String uri,
        Map<String, String> headers,
        byte[] body,
        boolean hijack,
        boolean readOnly,
        Framing framing,
        boolean typedStreams,
        Duration headTimeout,
        @Nullable Duration idleTimeout) {

    private static final String MULTIPLEXED_TYPE = "application/vnd.docker.multiplexed-stream";
    private static final String RAW_TYPE = "application/vnd.docker.raw-stream";

    FullHttpRequest toHttp(ByteBufAllocator allocator) {
        ByteBuf content = body.length == 0
                ? Unpooled.EMPTY_BUFFER
                : allocator.buffer(body.length).writeBytes(body);
        FullHttpRequest http =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), uri, content);
        http.headers().set(HttpHeaderNames.HOST, "docker");
        headers.forEach(http.headers()::set);
        if (hijack) {
            http.headers().set(HttpHeaderNames.CONNECTION, "Upgrade");
            http.headers().set(HttpHeaderNames.UPGRADE, "tcp");
        }
        if (body.length > 0) {
            http.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        }
        if (body.length > 0 || method.equals("POST")) {
            http.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        return http;
    }

    /** Never guessed from the bytes: the content type where it can be trusted, otherwise what the caller knows about the terminal. */
    Framing framingFor(String contentType, boolean upgraded) {
        if (contentType.startsWith(MULTIPLEXED_TYPE)) {
            return Framing.MULTIPLEXED;
        }
        if (typedStreams && contentType.startsWith(RAW_TYPE) && (upgraded || !hijack)) {
            return Framing.RAW;
        }
        return framing;
    }
}
