package dev.enclave.testing.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** One direction of a connection: passes bytes on, as far as the fault of the moment lets it. Used by one thread. */
final class FaultyOutput {

    private static final int LONGEST_DELAY_MILLIS = 20;
    private static final int LONGEST_GARBAGE = 16;

    /** As many pieces of a read as are really sent apart. */
    private static final int PIECES = 40;

    private final SocketChannel target;
    private final Fault.Side side;
    private final Supplier<Injection> current;
    private final Runnable reset;

    private Injection injection;
    private long passed;
    private boolean struck;
    private boolean swallowing;

    /**
     * Prepares a direction.
     *
     * @param target where the bytes go
     * @param side which direction this is
     * @param current gives the fault of the moment, or null
     * @param reset closes the connection both ways
     */
    FaultyOutput(SocketChannel target, Fault.Side side, Supplier<Injection> current, Runnable reset) {
        this.target = target;
        this.side = side;
        this.current = current;
        this.reset = reset;
    }

    void write(ByteBuffer bytes) throws IOException {
        Injection now = current.get();
        if (now != injection) {
            injection = now;
            passed = 0;
            struck = false;
        }
        if (swallowing) {
            return;
        }
        if (now == null || now.fault().side() != side) {
            send(bytes);
        } else {
            writeFaulty(bytes, now);
        }
    }

    private void writeFaulty(ByteBuffer bytes, Injection now) throws IOException {
        Fault fault = now.fault();
        if (!struck && passed + bytes.remaining() > fault.at()) {
            int before = (int) (fault.at() - passed);
            send(bytes.slice(bytes.position(), before));
            bytes.position(bytes.position() + before);
            passed += before;
            struck = true;
            if (now.strike()) {
                strike(fault, bytes, now);
                return;
            }
        }
        passed += bytes.remaining();
        if (struck && fault.kind() == Fault.Kind.SPLIT) {
            sendInPieces(bytes, fault.random());
        } else {
            send(bytes);
        }
    }

    private void strike(Fault fault, ByteBuffer rest, Injection now) throws IOException {
        Random random = fault.random();
        passed += rest.remaining();
        switch (fault.kind()) {
            case DELAY -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(LONGEST_DELAY_MILLIS)));
                send(rest);
            }
            case SPLIT -> sendInPieces(rest, random);
            case TRUNCATE -> {
                swallowing = true;
                target.shutdownOutput();
            }
            case RESET -> reset.run();
            case STALL -> {
                swallowing = true;
                now.awaitHealing();
            }
            case GARBAGE -> send(spoil(rest, random));
        }
    }

    private static ByteBuffer spoil(ByteBuffer rest, Random random) {
        byte[] garbage = new byte[Math.min(rest.remaining(), 1 + random.nextInt(LONGEST_GARBAGE))];
        random.nextBytes(garbage);
        ByteBuffer spoilt =
                ByteBuffer.allocate(rest.remaining()).put(rest.slice()).flip();
        return spoilt.put(0, garbage);
    }

    private void sendInPieces(ByteBuffer bytes, Random random) throws IOException {
        for (int piece = 0; piece < PIECES && bytes.hasRemaining(); piece++) {
            int length = Math.min(bytes.remaining(), 1 + random.nextInt(random.nextBoolean() ? 4 : 200));
            send(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
            // Long enough for the other side to read it by itself, mostly.
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
        }
        send(bytes);
    }

    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }
}
