/**
 * What a sandbox may see of the host: {@link dev.enclave.engine.mount.Mount mounts} as immutable values, the
 * {@link dev.enclave.engine.mount.MountPolicy policy} that decides which host paths may be mounted and how, and the
 * {@link dev.enclave.engine.mount.MountChecker checker} that the engine runs before it creates anything. Nothing here
 * talks to a container engine. The values may be used on any thread; whatever reads the file system (the checker,
 * building and asking a policy) blocks and says so. Entry types: {@code Mount} and {@code MountPolicy}.
 */
@NullMarked
package dev.enclave.engine.mount;

import org.jspecify.annotations.NullMarked;
