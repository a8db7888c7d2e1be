package dev.enclave.engine.tool;

/** How a call of a tool ended. */
public enum ToolStatus {
    /** It did what was asked. */
    SUCCESS,
    /** It could not: wrong parameters, or a program that failed. */
    ERROR,
    /** Its time limit was reached. */
    TIMEOUT,
    /** It was cancelled. */
    CANCELLED
}
