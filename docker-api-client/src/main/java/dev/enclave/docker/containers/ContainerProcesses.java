package dev.enclave.docker.containers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes in a container, as {@code ps} on the engine's host shows them.
 *
 * @param titles what the columns are, for example {@code PID}
 * @param processes one list of columns for each process; ids are those on the host
 */
public record ContainerProcesses(List<String> titles, List<List<String>> processes) {

    /** Makes absent collections empty. */
    public ContainerProcesses(@Nullable List<String> titles, @Nullable List<List<String>> processes) {
        this.titles = titles == null ? List.of() : List.copyOf(titles);
        this.processes = processes == null ? List.of() : List.copyOf(processes);
    }
}
