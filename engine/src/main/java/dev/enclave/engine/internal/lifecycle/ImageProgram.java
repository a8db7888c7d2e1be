package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.images.ImageInspection;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.SpecRefusedException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command line of an image's own program, composed as {@code docker run} does. */
final class ImageProgram {

    private ImageProgram() {}

    /**
     * The program and its arguments; empty when the specification does not ask for it.
     *
     * @throws SpecRefusedException when the image has none
     */
    static List<String> of(SandboxSpec spec, ImageInspection image) {
        List<String> arguments = spec.imageEntrypoint();
        return arguments == null ? List.of() : compose(spec.image(), image.config(), arguments);
    }

    private static List<String> compose(String image, ImageInspection.@Nullable Config config, List<String> arguments) {
        List<String> entrypoint =
                config == null ? List.of() : Objects.requireNonNullElse(config.entrypoint(), List.of());
        List<String> cmd = config == null ? List.of() : Objects.requireNonNullElse(config.cmd(), List.of());
        boolean none = Stream.concat(entrypoint.stream(), cmd.stream()).allMatch(String::isEmpty);
        List<String> all = Stream.concat(entrypoint.stream(), (arguments.isEmpty() ? cmd : arguments).stream())
                .toList();
        if (none || all.get(0).isBlank()) {
            throw new SpecRefusedException(
                    null,
                    "image '" + image
                            + "' has neither an ENTRYPOINT nor a CMD, and so no program of its own to be started;"
                            + " leave imageEntrypoint() out, and start a command in the sandbox",
                    null);
        }
        return all;
    }
}
