package dev.enclave.docker.internal.http;

import dev.enclave.docker.DockerTimeoutException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Fails an upload whose bytes the engine no longer takes. (The timeout of the answer begins only when the whole body has been sent.) Not
 * one whose source is quiet: then nothing waits to be sent.
 */
final class StalledUpload extends IdleStateHandler {

    private final String operation;
    private final Duration patience;
    private boolean failed;

    StalledUpload(String operation, Duration patience) {
        // Observing: what counts is each byte that goes, not the end of a long write.
        super(true, 0, patience.toMillis(), 0, TimeUnit.MILLISECONDS);
        this.operation = operation;
        this.patience = patience;
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
        ChannelOutboundBuffer waiting = ctx.channel().unsafe().outboundBuffer();
        if (!failed && waiting != null && !waiting.isEmpty()) {
            failed = true;
            ctx.fireExceptionCaught(new DockerTimeoutException(operation, "progress of the upload", patience, null));
            ctx.close();
        }
    }
}
