package dev.enclave.engine.internal.process;

import dev.enclave.engine.ResourceUsage;
import org.jspecify.annotations.Nullable;

/**
 * How a command's own process ended.
 *
 * @param code its exit code; 128 and the signal when a signal killed it, as shells tell it
 * @param signal the signal that killed it; null when none did, or the engine does not tell
 * @param outOfMemory whether the kernel killed a process of the sandbox for want of memory while it ran
 * @param usage what it used; null when the engine does not tell
 */
public record ProcessExit(
        int code,
        @Nullable Integer signal,
        boolean outOfMemory,
        @Nullable ResourceUsage usage) {

    /** An end of which only the exit code is known. */
    static ProcessExit of(int code, boolean outOfMemory) {
        return new ProcessExit(code, null, outOfMemory, null);
    }
}
