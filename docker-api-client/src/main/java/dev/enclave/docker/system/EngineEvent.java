package dev.enclave.docker.system;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened on an engine.
 *
 * @param type the kind of object, for example {@code container}
 * @param action what happened to it, for example {@code die}
 * @param actor the object
 * @param timeNano when, in nanoseconds since 1970
 */
public record EngineEvent(
        @Nullable String type,
        @Nullable String action,
        @Nullable Actor actor,
        @Nullable Long timeNano) {
    /**
     * The object of an event.
     *
     * @param id its id
     * @param attributes what else is known of it: name, image, labels, exit code
     */
    public record Actor(@Nullable String id, Map<String, String> attributes) {
        /** Makes absent attributes an empty map. */
        public Actor(@Nullable String id, @Nullable Map<String, String> attributes) {
            this.id = id;
            this.attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
        }
    }
}
