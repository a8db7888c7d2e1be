package dev.enclave.engine.internal.lifecycle;

import dev.enclave.engine.SandboxSpec;
import java.util.Map;

/** The labels by which sandboxes are found again. */
final class Labels {

    /** The sandbox's id. */
    static final String SANDBOX = SandboxSpec.LABEL_PREFIX + "sandbox";
    /** The instance of the engine that made it. */
    static final String ENGINE = SandboxSpec.LABEL_PREFIX + "engine";
    /** The process that made it: see {@link OwnerIdentity}. */
    static final String OWNER = SandboxSpec.LABEL_PREFIX + "owner";
    /** {@link #EPHEMERAL} or {@link #DETACHED}. */
    static final String LIFETIME = SandboxSpec.LABEL_PREFIX + "lifetime";
    /** When it was made, ISO 8601. */
    static final String CREATED = SandboxSpec.LABEL_PREFIX + "created";
    /** When a detached one is to be removed, ISO 8601. */
    static final String EXPIRES = SandboxSpec.LABEL_PREFIX + "expires";
    /** The image as the specification named it. */
    static final String IMAGE = SandboxSpec.LABEL_PREFIX + "image";
    /** The user of its commands; absent for the container's own. */
    static final String USER = SandboxSpec.LABEL_PREFIX + "user";
    /** The working directory of its commands. */
    static final String WORKING_DIRECTORY = SandboxSpec.LABEL_PREFIX + "workdir";
    /** The enabled tools, separated by commas. */
    static final String TOOLS = SandboxSpec.LABEL_PREFIX + "tools";

    static final String EPHEMERAL = "ephemeral";
    static final String DETACHED = "detached";

    private Labels() {}

    /** The labels of the container that carries the agent to the engine: it is abandoned when a sandbox of that owner would be. */
    static Map<String, String> ofCarrier(SandboxLauncher.Identity identity) {
        return Map.of(
                SANDBOX, identity.id(),
                ENGINE, identity.engineId(),
                OWNER, identity.owner().toLabel(),
                CREATED, identity.created().toString(),
                LIFETIME, EPHEMERAL);
    }
}
