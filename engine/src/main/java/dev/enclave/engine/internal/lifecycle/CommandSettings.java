package dev.enclave.engine.internal.lifecycle;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What one engine says about the commands of all its sandboxes.
 *
 * @param atOnce how many commands run at once in one sandbox, and as many processes
 * @param closing completes when the engine is closed, and gives up the handles of what runs on in detached sandboxes
 * @param scheduler times their deadlines
 */
record CommandSettings(int atOnce, Mono<Void> closing, Scheduler scheduler) {}
