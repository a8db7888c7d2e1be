package dev.enclave.engine;

/** How a command ended. */
public enum ExecStatus {
    /** It exited with code 0. */
    SUCCESS,
    /** It exited with another code, or was killed by a signal that was not ours. */
    ERROR,
    /** Its time limit was reached; its process tree was ended. */
    TIMEOUT,
    /** It was ended because its sandbox was removed or its caller gave up. */
    CANCELLED
}
