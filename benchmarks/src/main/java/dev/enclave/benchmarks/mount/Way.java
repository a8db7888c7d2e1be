package dev.enclave.benchmarks.mount;

import dev.enclave.engine.ExecResult;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxSpec;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * A way to a file of the host's.
 *
 * @param name its name
 * @param spec a sandbox for it
 * @param reading reads the file
 */
record Way(String name, SandboxSpec spec, Function<Sandbox, Mono<ExecResult>> reading) {}
