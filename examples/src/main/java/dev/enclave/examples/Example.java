package dev.enclave.examples;

import reactor.core.publisher.Mono;

/** A small program that uses the engine. */
interface Example {

    /** {@return the name by which it is run} */
    String name();

    /** {@return its arguments, as its help shows them; empty for none} */
    default String arguments() {
        return "";
    }

    /** {@return what it shows, in one line} */
    String description();

    /**
     * Runs it.
     *
     * @param stage what it is given
     * @return completes when it is done; cold, like everything else
     */
    Mono<Void> run(Stage stage);
}
