package dev.enclave.engine;

/** When an image is pulled from its registry. */
public enum PullPolicy {
    /** When it is not there. */
    IF_MISSING,
    /** Before each sandbox. */
    ALWAYS,
    /** Never: an image that is not there is an error. */
    NEVER
}
