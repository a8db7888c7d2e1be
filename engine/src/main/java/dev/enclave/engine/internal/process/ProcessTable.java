package dev.enclave.engine.internal.process;

import dev.enclave.engine.SandboxProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The processes of one sandbox: all that run, and the last that have ended. */
final class ProcessTable {

    static final int ENDED_KEPT = 16;

    private final Map<String, LiveProcess> processes = new LinkedHashMap<>();
    private final AtomicLong counter = new AtomicLong();

    String nextId() {
        return "p" + counter.incrementAndGet();
    }

    void add(LiveProcess process) {
        synchronized (processes) {
            processes.put(process.id(), process);
        }
    }

    /** Forgets the oldest ones that have ended, beyond the bound. */
    void tidy() {
        List<LiveProcess> forgotten;
        synchronized (processes) {
            List<LiveProcess> ended = processes.values().stream()
                    .filter(process -> !process.isRunning())
                    .toList();
            forgotten = ended.subList(0, Math.max(0, ended.size() - ENDED_KEPT));
            forgotten.forEach(process -> processes.remove(process.id()));
        }
        forgotten.forEach(LiveProcess::letGo);
    }

    List<SandboxProcess> list() {
        synchronized (processes) {
            return List.copyOf(processes.values());
        }
    }
}
