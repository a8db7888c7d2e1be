package dev.enclave.benchmarks.measure;

import reactor.core.publisher.Mono;

/** Something that can be done again and again, also many times at once; it fails when its outcome is not what it should be. */
public sealed interface Work {

    /**
     * Makes work that blocks its thread until it is done.
     *
     * @param action does it once
     * @return the work
     */
    static Work blocking(Action action) {
        return new Blocking(action);
    }

    /**
     * Makes work that signals its end.
     *
     * @param once does it once, whenever it is subscribed
     * @return the work
     */
    static Work reactive(Mono<?> once) {
        return new Reactive(once.then());
    }

    /** Does something once, blocking. */
    @FunctionalInterface
    interface Action {
        /**
         * Does it.
         *
         * @throws Exception when it failed; it ends the benchmark
         */
        void run() throws Exception;
    }

    /**
     * Work that blocks.
     *
     * @param action does it once
     */
    record Blocking(Action action) implements Work {}

    /**
     * Work that does not block.
     *
     * @param once does it once
     */
    record Reactive(Mono<Void> once) implements Work {}
}
