/**
 * Sandboxes: {@link dev.enclave.engine.SandboxEngine} makes them of a {@link dev.enclave.engine.SandboxSpec}, a
 * {@link dev.enclave.engine.Sandbox} runs {@link dev.enclave.engine.Command commands}. Everything is cold and cancellable; signals arrive
 * on event-loop threads: do not block in them.
 */
@NullMarked
package dev.enclave.engine;

import org.jspecify.annotations.NullMarked;
