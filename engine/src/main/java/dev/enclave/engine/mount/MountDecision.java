package dev.enclave.engine.mount;

import java.util.Objects;

/**
 * What a {@link MountPolicy} says to one {@link MountRequest}. Its text is made for people.
 *
 * @since 0.1.0
 */
public sealed interface MountDecision {

    /** {@return a decision that allows the mount with the access that was asked for} */
    static MountDecision allowed() {
        return new Allowed(false);
    }

    /** {@return a decision that allows the mount, but only to be read, whatever was asked for} */
    static MountDecision allowedReadOnly() {
        return new Allowed(true);
    }

    /**
     * Refuse the mount.
     *
     * @param rule the rule's short name, the same each time: {@code system directory}
     * @param reason how the path falls under it, without a full stop: {@code it is inside '/etc'}
     * @param advice what can be done instead, a sentence
     * @return the decision
     */
    static MountDecision refused(String rule, String reason, String advice) {
        return new Refused(rule, reason, advice);
    }

    /**
     * The path may be mounted.
     *
     * @param forceReadOnly whether the sandbox may only read it, even if more was asked for
     */
    record Allowed(boolean forceReadOnly) implements MountDecision {
        @Override
        public String toString() {
            return forceReadOnly ? "allowed, read-only" : "allowed";
        }
    }

    /**
     * The path may not be mounted.
     *
     * @param rule the rule's short name
     * @param reason how the path falls under it
     * @param advice what can be done instead
     */
    record Refused(String rule, String reason, String advice) implements MountDecision {

        /** Refuses null. */
        public Refused {
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(advice, "advice");
        }

        @Override
        public String toString() {
            return "refused (" + rule + "): " + reason + ". " + advice;
        }
    }
}
