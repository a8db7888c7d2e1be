package dev.enclave.docker.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns and what they match, after the documentation of {@code .dockerignore}. */
class IgnorePatternsTests {

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "*/temp*, somedir/temporary.txt, true",
        "*/temp*, somedir/temp, true",
        "*/temp*, temp, false",
        "*/*/temp*, somedir/subdir/temporary.txt, true",
        "temp?, tempa, true",
        "temp?, temp/a, false",
        "**/*.go, a.go, true",
        "**/*.go, a/b/c.go, true",
        "*.go, a/b.go, false",
        "dir, dir/deep/file, true",
        "/dir/, dir/file, true",
        "./dir//file, dir/file, true",
        "a/../b, b, true",
        "dir/**, dir/x/y, true",
        "dir/**, dir, false",
        "**, anything/at/all, true",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "[a-c].txt, b.txt, true",
        "[^a-c].txt, b.txt, false",
        "a.b, aXb, false",
        "a+(b), a+(b), true",
        "'\\*', '*', true",
        "'\\*', x, false",
        "dir, directory, false",
    })
    void matchAsDocumented(String pattern, String path, boolean ignored) {
        assertThat(IgnorePatterns.parse(List.of(pattern)).ignores(path)).isEqualTo(ignored);
    }

    @Test
    void theLastOneThatMatchesDecides() {
        IgnorePatterns patterns = IgnorePatterns.parse(List.of("*.md", "!README*.md", "README-secret.md"));

        assertThat(patterns.ignores("x.md")).isTrue();
        assertThat(patterns.ignores("README.md")).isFalse();
        assertThat(patterns.ignores("README-secret.md")).isTrue();
        assertThat(patterns.hasExceptions()).isTrue();
    }

    @Test
    void commentsEmptyLinesAndTheByteOrderMarkAreNothing() {
        IgnorePatterns patterns = IgnorePatterns.parse(List.of("\uFEFFa", "# b", "", "   ", "/", "  c  "));

        assertThat(patterns.ignores("a")).isTrue();
        assertThat(patterns.ignores("b")).isFalse();
        assertThat(patterns.ignores("# b")).isFalse();
        assertThat(patterns.ignores("c")).isTrue();
        assertThat(patterns.hasExceptions()).isFalse();
    }
}
