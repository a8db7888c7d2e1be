package dev.enclave.engine.internal.agent;

import dev.enclave.docker.stream.StreamFrame;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * The output of one command. What arrives is kept until it is requested, which is bounded: the agent sends no more than a window of each
 * stream that was not consumed, and credit is given back only as the subscriber takes.
 *
 * <p>Arrivals come from the connection's event loop only; consumption from wherever the subscriber requests, one at a time.
 */
final class CommandOutput {

    private final AgentCommand command;
    private final int window;
    private final Sinks.Many<StreamFrame> arrived = Sinks.many()
            .unicast()
            .onBackpressureBuffer(Queues.<StreamFrame>unbounded(16).get());
    private final Map<StreamFrame.Source, Account> accounts = new EnumMap<>(StreamFrame.Source.class);
    private final AtomicInteger open;
    private volatile boolean subscribed;
    private volatile boolean unwanted;
    private volatile boolean lost;

    CommandOutput(AgentCommand command, int window, boolean terminal) {
        this.command = command;
        this.window = window;
        accounts.put(StreamFrame.Source.STDOUT, new Account());
        if (!terminal) {
            accounts.put(StreamFrame.Source.STDERR, new Account());
        }
        this.open = new AtomicInteger(accounts.size());
    }

    /** For one subscriber; completes when all outputs have ended. */
    Flux<StreamFrame> flux() {
        return arrived.asFlux()
                .doOnSubscribe(subscription -> subscribed = true)
                .doOnNext(this::onConsumed)
                .doOnCancel(this::discard);
    }

    boolean isSubscribed() {
        return subscribed;
    }

    boolean hasEnded() {
        return open.get() == 0;
    }

    boolean isLost() {
        return lost;
    }

    /** What comes from now on is thrown away where it is printed, so that nobody waits for a reader. */
    void discard() {
        if (!unwanted && !hasEnded()) {
            unwanted = true;
            command.send(EngineFrames::discard);
        }
    }

    void onArrived(StreamFrame frame) {
        accountOf(frame.source()).arrive(frame.bytes().length);
        arrived.tryEmitNext(frame);
    }

    void onEnd(StreamFrame.Source source, long thrownAway) {
        lost |= thrownAway > 0;
        accountOf(source).end();
        if (open.decrementAndGet() == 0) {
            arrived.tryEmitComplete();
        }
    }

    void fail(Throwable cause) {
        if (open.getAndSet(0) > 0) {
            arrived.tryEmitError(cause);
        }
    }

    private Account accountOf(StreamFrame.Source source) {
        Account account = accounts.get(source);
        if (account == null || account.ended) {
            throw new AgentProtocolException("output of a stream that is not open");
        }
        return account;
    }

    private void onConsumed(StreamFrame frame) {
        Account account = accounts.get(frame.source());
        int due = account == null ? 0 : account.consume(frame.bytes().length);
        if (due > 0 && !hasEnded()) {
            command.send(id -> EngineFrames.credit(id, frame.source(), due));
        }
    }

    /** The credit of one stream. */
    private final class Account {
        private final AtomicInteger granted = new AtomicInteger(window);
        private int consumed;
        private volatile boolean ended;

        void arrive(int length) {
            if (granted.addAndGet(-length) < 0) {
                throw new AgentProtocolException("more output than was asked for");
            }
        }

        void end() {
            ended = true;
        }

        /** Returns how much credit is to be given back now; not with each frame, as small ones are many. */
        int consume(int length) {
            consumed += length;
            if (ended || consumed < window / 4) {
                return 0;
            }
            int due = consumed;
            consumed = 0;
            granted.addAndGet(due);
            return due;
        }
    }
}
