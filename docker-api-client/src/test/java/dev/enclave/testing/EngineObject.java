package dev.enclave.testing;

import dev.enclave.docker.internal.http.ApiRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Something on an engine that a test may leave behind.
 *
 * @param kind what it is
 * @param id how the engine knows it
 * @param name how people know it
 * @param labels its labels
 */
record EngineObject(Kind kind, String id, String name, Map<String, String> labels) {

    /** What the engine's own labels begin with. */
    private static final String ENGINE_LABELS = "dev.enclave.";

    enum Kind {
        CONTAINER("/containers/{}"),
        NETWORK("/networks/{}"),
        VOLUME("/volumes/{}");

        private final String path;

        Kind(String path) {
            this.path = path;
        }
    }

    /** Whether this test run made it. */
    boolean isOfThisRun() {
        return TestRun.ID.equals(labels.get(TestRun.LABEL)) || name.contains(TestRun.ID);
    }

    /** Whether it is of this project and no other test run is known to have made it. */
    boolean isOurs() {
        boolean marked = labels.containsKey(TestRun.LABEL);
        boolean enginesOwn = labels.keySet().stream().anyMatch(label -> label.startsWith(ENGINE_LABELS)) && !isAgent();
        return isOfThisRun() || (enginesOwn && !marked);
    }

    /** The volume with the agent's program stays: there is one on each engine, and it serves all runs. */
    private boolean isAgent() {
        return kind == Kind.VOLUME && labels.containsKey(ENGINE_LABELS + "agent");
    }

    ApiRequest removal() {
        return ApiRequest.delete(kind.path, id).flag("force", true).flag("v", kind == Kind.CONTAINER);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EngineObject that && kind == that.kind && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, id);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + name + " " + labels;
    }
}
