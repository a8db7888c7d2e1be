package dev.enclave.engine.mount;

import java.util.Optional;

/** One rule of the default policy. */
interface HostRule {

    /** {@return the refusal, or empty if this rule has nothing against the mount} */
    Optional<MountDecision> judge(MountRequest request);
}
