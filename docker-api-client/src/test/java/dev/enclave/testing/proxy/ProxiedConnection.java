package dev.enclave.testing.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A connection of a client and the one to the engine that belongs to it, with a thread for each direction. */
final class ProxiedConnection {

    private final int index;
    private final SocketChannel client;
    private final SocketChannel engine;
    private final Tap tap;
    private final Supplier<Injection> fault;
    private final Consumer<ProxiedConnection> whenClosed;
    private final AtomicInteger directions = new AtomicInteger(2);
    private volatile String lastRequest = "nothing";
    private final Queue<Fault.Side> ended = new ConcurrentLinkedQueue<>();

    ProxiedConnection(
            int index,
            SocketChannel client,
            SocketChannel engine,
            Tap tap,
            Supplier<Injection> fault,
            Consumer<ProxiedConnection> whenClosed) {
        this.index = index;
        this.client = client;
        this.engine = engine;
        this.tap = tap;
        this.fault = fault;
        this.whenClosed = whenClosed;
    }

    void start() {
        FaultProxy.daemon(() -> pump(client, engine, Fault.Side.REQUEST));
        FaultProxy.daemon(() -> pump(engine, client, Fault.Side.ANSWER));
    }

    private void pump(SocketChannel from, SocketChannel to, Fault.Side side) {
        FaultyOutput output = new FaultyOutput(to, side, fault, this::close);
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                if (side == Fault.Side.REQUEST) {
                    lastRequest =
                            new String(buffer.array(), 0, Math.min(60, buffer.limit()), StandardCharsets.ISO_8859_1);
                }
                tap.passed(index, side, Arrays.copyOf(buffer.array(), buffer.limit()));
                output.write(buffer);
                buffer.clear();
            }
            tap.ended(index, side);
            to.shutdownOutput();
        } catch (IOException e) {
            close();
        }
        ended.add(side);
        if (directions.decrementAndGet() == 0) {
            close();
            whenClosed.accept(this);
        }
    }

    @Override
    public String toString() {
        return "connection " + index + ", last asked for "
                + lastRequest.lines().findFirst().orElse("") + ", ended: " + ended;
    }

    /** Closes it both ways at once. */
    void close() {
        try (client;
                engine) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
