package dev.enclave.engine.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.docker.images.ImageInspection;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.SpecRefusedException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the own program of an image is: as {@code docker run} composes it. */
@Tag("C8")
class ImageProgramTests {

    private static final ImageInspection BOTH = image(List.of("entry", "-x"), List.of("a", "b"));
    private static final ImageInspection ENTRYPOINT = image(List.of("entry"), null);
    private static final ImageInspection CMD = image(null, List.of("a", "b"));

    private static ImageInspection image(@Nullable List<String> entrypoint, @Nullable List<String> cmd) {
        return image(new ImageInspection.Config(
                null, null, null, cmd, entrypoint, null, null, null, null, null, null, null));
    }

    private static ImageInspection image(ImageInspection.@Nullable Config config) {
        return new ImageInspection(
                "id", null, null, null, null, null, null, null, null, null, null, null, config, null);
    }

    private static List<String> program(ImageInspection image, String... arguments) {
        return ImageProgram.of(
                SandboxSpec.builder("image").imageEntrypoint(arguments).build(), image);
    }

    @Test
    void isNothingUnlessItIsAskedFor() {
        assertThat(ImageProgram.of(SandboxSpec.of("image"), BOTH)).isEmpty();
    }

    @Test
    void isTheEntrypointAndTheCommand() {
        assertThat(program(BOTH)).containsExactly("entry", "-x", "a", "b");
        assertThat(program(ENTRYPOINT)).containsExactly("entry");
        assertThat(program(CMD)).containsExactly("a", "b");
    }

    @Test
    void hasArgumentsInPlaceOfTheCommand() {
        assertThat(program(BOTH, "1", "2")).containsExactly("entry", "-x", "1", "2");
        assertThat(program(ENTRYPOINT, "1")).containsExactly("entry", "1");
        assertThat(program(CMD, "1")).containsExactly("1");
    }

    @Test
    void isRefusedWhereTheImageHasNone() {
        Stream.of(
                        image((ImageInspection.Config) null),
                        image(null, null),
                        image(List.of(), List.of()),
                        image(List.of(""), null))
                .forEach(none -> {
                    assertThatThrownBy(() -> program(none))
                            .isInstanceOf(SpecRefusedException.class)
                            .hasMessageContaining("neither an ENTRYPOINT nor a CMD");
                    assertThatThrownBy(() -> program(none, "1")).isInstanceOf(SpecRefusedException.class);
                });
    }
}
