package dev.enclave.engine;

/**
 * Whether sandboxes run their commands through the agent, a small program that is their main process, or through the container engine's exec
 * API. The agent starts a command in a millisecond where the exec API takes tens, ends process trees exactly, and needs no shell in the
 * image. Sandboxes that outlive their process ({@link SandboxSpec.Builder#detached}) use the exec API in any case, as the stream to the
 * agent would end with the process.
 */
public enum AgentUse {
    /** The agent where it can be had, else the exec API, with a warning in the log. */
    PREFERRED,
    /** The agent; a sandbox that cannot have it is not created. */
    REQUIRED,
    /** The exec API. */
    NEVER
}
