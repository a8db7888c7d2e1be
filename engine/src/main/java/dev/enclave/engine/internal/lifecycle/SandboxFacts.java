package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.containers.ContainerSummary;
import dev.enclave.engine.SandboxInfo;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.SandboxState;
import dev.enclave.engine.internal.tool.ToolRegistry;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What does not change about a sandbox.
 *
 * @param id its id
 * @param containerName the name of its container
 * @param image the image as its specification named it
 * @param created when it was made
 * @param expires when it is removed; null for an ephemeral one
 * @param user the user of its commands; null for the container's own
 * @param workingDirectory the working directory of its commands
 * @param tools the tools that its specification enables; null for all
 * @param labels the labels that its specification gave it
 * @param memoryLimit its memory limit in bytes; 0 when that is not known
 */
record SandboxFacts(
        String id,
        String containerName,
        String image,
        Instant created,
        @Nullable Instant expires,
        @Nullable String user,
        String workingDirectory,
        @Nullable List<String> tools,
        Map<String, String> labels,
        long memoryLimit) {

    static SandboxFacts of(SandboxLauncher.Launched launched) {
        SandboxSpec spec = launched.prepared().spec();
        SandboxLauncher.Identity identity = launched.identity();
        return new SandboxFacts(
                identity.id(),
                identity.containerName(),
                spec.image(),
                identity.created(),
                spec.lifetime().timeToLive() == null
                        ? null
                        : identity.created().plus(spec.lifetime().timeToLive()),
                launched.prepared().user(),
                spec.workingDirectory(),
                spec.tools(),
                spec.labels(),
                spec.limits().memoryBytes());
    }

    /** Reads the facts from a container's labels; empty when it is not a sandbox, or an unreadable one. */
    static Optional<SandboxFacts> of(ContainerSummary container) {
        Map<String, String> labels = container.labels();
        String id = labels.get(Labels.SANDBOX);
        String created = labels.get(Labels.CREATED);
        if (id == null || created == null) {
            return Optional.empty();
        }
        String expires = labels.get(Labels.EXPIRES);
        try {
            return Optional.of(
                    of(container, id, Instant.parse(created), expires == null ? null : Instant.parse(expires)));
        } catch (DateTimeParseException e) {
            // Labels can be written by anybody; one bad container must not hide the others.
            return Optional.empty();
        }
    }

    private static SandboxFacts of(ContainerSummary container, String id, Instant created, @Nullable Instant expires) {
        Map<String, String> labels = container.labels();
        String tools = labels.get(Labels.TOOLS);
        return new SandboxFacts(
                id,
                nameOf(container),
                Objects.requireNonNullElse(labels.get(Labels.IMAGE), ""),
                created,
                expires,
                labels.get(Labels.USER),
                Objects.requireNonNullElse(labels.get(Labels.WORKING_DIRECTORY), SandboxSpec.DEFAULT_WORKING_DIRECTORY),
                tools == null ? ToolRegistry.existing() : tools.isEmpty() ? List.of() : List.of(tools.split(",")),
                labels.entrySet().stream()
                        .filter(label -> !label.getKey().startsWith(SandboxSpec.LABEL_PREFIX))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                0);
    }

    /** The container's own name: whatever a label says, no other container is meant. */
    private static String nameOf(ContainerSummary container) {
        return container.names().isEmpty()
                ? container.id()
                : container.names().get(0).substring(1);
    }

    SandboxInfo toInfo(SandboxState state, List<String> enabledTools) {
        return new SandboxInfo(id, containerName, image, state, created, expires, enabledTools, labels);
    }
}
