package dev.enclave.engine;

/** What a sandbox is doing. */
public enum SandboxState {
    /** It can run commands. */
    RUNNING,
    /** It is being removed. */
    REMOVING,
    /** It has been removed. */
    REMOVED,
    /** Its container ended although nobody asked for that; the engine removes it. */
    FAILED
}
