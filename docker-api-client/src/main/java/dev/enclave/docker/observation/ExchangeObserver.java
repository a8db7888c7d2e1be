package dev.enclave.docker.observation;

import java.util.Objects;
import reactor.util.context.ContextView;

/**
 * Is told of every exchange with the engine. Its methods are called on whatever thread the signal comes on, often an event loop: they must
 * not block. What they throw is logged, and changes nothing about the exchange.
 */
@FunctionalInterface
public interface ExchangeObserver {

    /** Watches nothing, and costs nothing. */
    ExchangeObserver NONE = new ExchangeObserver() {
        @Override
        public Watch begin(ExchangeRequest request, ContextView context) {
            return end -> {};
        }

        @Override
        public String toString() {
            return "ExchangeObserver.NONE";
        }
    };

    /**
     * An exchange begins: somebody has subscribed, nothing has been sent. A request that is repeated because its pooled connection was
     * stale is one exchange.
     *
     * @param request what is asked
     * @param context the subscriber's Reactor context, where tracing finds the parent span
     * @return is told what becomes of it
     */
    Watch begin(ExchangeRequest request, ContextView context);

    /**
     * Joins two observers.
     *
     * @param second is told after this one
     * @return tells both
     */
    default ExchangeObserver and(ExchangeObserver second) {
        Objects.requireNonNull(second, "second");
        return (request, context) -> new BothWatches(begin(request, context), second.begin(request, context));
    }

    /** Is told what becomes of one exchange. */
    @FunctionalInterface
    interface Watch {

        /** The engine has answered, well: a short answer is here, a stream is open. At most once, and before the end. */
        default void answered() {}

        /**
         * It has ended. Exactly once.
         *
         * @param end how
         */
        void ended(ExchangeEnd end);
    }
}
