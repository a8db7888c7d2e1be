package dev.enclave.docker.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTests {

    private static final String DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "busybox, busybox, latest, -",
                "python:3.11-slim, python, 3.11-slim, -",
                "library/python:3, library/python, 3, -",
                "localhost/app, localhost/app, latest, -",
                "localhost:5000/app, localhost:5000/app, latest, -",
                "localhost:5000/team/app:v1.2_3, localhost:5000/team/app, v1.2_3, -",
                "registry.example.com/a/b/c:1, registry.example.com/a/b/c, 1, -",
                "Registry.Example.COM/a:1, Registry.Example.COM/a, 1, -",
                "10.0.0.1:443/a, 10.0.0.1:443/a, latest, -",
                "[::1]:5000/a:1, [::1]:5000/a, 1, -",
                "my-app_x.y/z__a:1, my-app_x.y/z__a, 1, -",
                "app:5000, app, 5000, -",
                "app@" + DIGEST + ", app, -, " + DIGEST,
                "localhost:5000/app:1@" + DIGEST + ", localhost:5000/app, 1, " + DIGEST,
            })
    void isParsedIntoItsParts(String text, String repository, String tag, String digest) {
        ImageReference reference = ImageReference.of(text);

        assertThat(reference).isEqualTo(new ImageReference(repository, tag, digest));
        assertThat(ImageReference.of(reference.toString())).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":",
                "app:",
                ":tag",
                "App",
                "lib/App",
                "app name",
                "app:tag name",
                "app:-tag",
                "app@",
                "app@sha256:short",
                "app@sha256:g0123456789abcdef0123456789abcdef",
                "/app",
                "app/",
                "a//b",
                "../etc",
                "a/../b",
                "a/./b",
                "./a",
                "-app",
                "app-",
                "a?b",
                "a#b",
                "a%2fb",
                "http://registry/app",
                "registry:port/app",
            })
    void isRefusedWhenItsFormIsWrong(String text) {
        assertThatThrownBy(() -> ImageReference.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an image reference");
    }

    @Test
    void takesTagsUpToTheirLongest() {
        assertThat(ImageReference.of("a:" + "x".repeat(128)).tag()).hasSize(128);
        assertThatThrownBy(() -> ImageReference.of("a:" + "x".repeat(129)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Timeout(20)
    void isRefusedSoonHoweverLongAndTwistedItIs() {
        for (String piece : new String[] {"a", "a-", "a.", "a/", "-", "a_", "A.", "1:1/"}) {
            String hostile = piece.repeat(2_000) + "!";
            assertThatThrownBy(() -> ImageReference.of(hostile)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
