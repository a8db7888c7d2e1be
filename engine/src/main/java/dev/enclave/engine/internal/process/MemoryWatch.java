package dev.enclave.engine.internal.process;

import reactor.core.publisher.Mono;

/** Notices when the kernel kills processes of a sandbox because its memory limit is reached. */
@FunctionalInterface
public interface MemoryWatch {

    /** One that notices nothing. */
    MemoryWatch NONE = () -> Mono.just(exitCode -> Mono.just(false));

    /** Emits a mark in time, before a command is started. */
    Mono<Mark> mark();

    /** A mark in time. */
    @FunctionalInterface
    interface Mark {

        /**
         * Asks whether a process of the sandbox was killed since.
         *
         * @param exitCode the exit code of a command that was started after the mark and has failed
         * @return whether one was; false when that cannot be known
         */
        Mono<Boolean> struckSince(int exitCode);
    }
}
