package dev.enclave.docker.containers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an image is made of a container.
 *
 * @param repository the name that it gets, without a tag; absent for none
 * @param tag the tag that it gets with that name; absent for {@code latest}
 * @param comment a remark
 * @param author who made it
 * @param pause whether the container is paused meanwhile; absent for yes
 * @param changes Dockerfile instructions that change its configuration, for example {@code ENV A=b}
 * @param config what containers made of it inherit, over what this container has
 */
public record CommitOptions(
        @Nullable String repository,
        @Nullable String tag,
        @Nullable String comment,
        @Nullable String author,
        @Nullable Boolean pause,
        @Nullable List<String> changes,
        @Nullable ContainerConfig config) {

    /** Copies the collections. */
    public CommitOptions {
        changes = changes == null ? null : List.copyOf(changes);
    }

    /** An image without a name. */
    public static final CommitOptions DEFAULTS = builder().build();

    /**
     * Describes an image with a name and nothing else.
     *
     * @param repository the name, without a tag
     * @param tag the tag
     * @return the description
     */
    public static CommitOptions of(String repository, String tag) {
        return builder().repository(repository).tag(tag).build();
    }

    /**
     * Starts a builder.
     *
     * @return a builder with everything else absent
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link CommitOptions}; what is not set is left to the engine. */
    public static final class Builder {
        private @Nullable String repository;
        private @Nullable String tag;
        private @Nullable String comment;
        private @Nullable String author;
        private @Nullable Boolean pause;
        private @Nullable List<String> changes;
        private @Nullable ContainerConfig config;

        private Builder() {}

        /**
         * Sets: the name that it gets, without a tag; absent for none.
         *
         * @param value the value
         * @return this builder
         */
        public Builder repository(String value) {
            this.repository = value;
            return this;
        }

        /**
         * Sets: the tag that it gets with that name; absent for {@code latest}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder tag(String value) {
            this.tag = value;
            return this;
        }

        /**
         * Sets: a remark.
         *
         * @param value the value
         * @return this builder
         */
        public Builder comment(String value) {
            this.comment = value;
            return this;
        }

        /**
         * Sets: who made it.
         *
         * @param value the value
         * @return this builder
         */
        public Builder author(String value) {
            this.author = value;
            return this;
        }

        /**
         * Sets: whether the container is paused meanwhile; absent for yes.
         *
         * @param value the value
         * @return this builder
         */
        public Builder pause(Boolean value) {
            this.pause = value;
            return this;
        }

        /**
         * Sets: Dockerfile instructions that change its configuration, for example {@code ENV A=b}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder changes(List<String> value) {
            this.changes = value;
            return this;
        }

        /**
         * Sets: what containers made of it inherit, over what this container has.
         *
         * @param value the value
         * @return this builder
         */
        public Builder config(ContainerConfig value) {
            this.config = value;
            return this;
        }

        /** {@return the CommitOptions as set so far} */
        public CommitOptions build() {
            return new CommitOptions(repository, tag, comment, author, pause, changes, config);
        }
    }
}
