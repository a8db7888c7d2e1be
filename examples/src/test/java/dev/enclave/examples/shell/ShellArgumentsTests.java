package dev.enclave.examples.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.MountAccess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellArgumentsTests {

    private static ShellArguments parse(String... arguments) {
        return ShellArguments.parse(List.of(arguments));
    }

    @Test
    void takesAnImageMountsAndACommand() {
        ShellArguments parsed =
                parse("busybox", "--mount", "/data:/in:ro", "--mount=out:/out", "--", "ls", "--", "--mount");

        SandboxSpec expected = SandboxSpec.builder("busybox")
                .mount("/data", "/in", MountAccess.READ_ONLY)
                .mount(Path.of("out").toAbsolutePath().toString(), "/out", MountAccess.READ_WRITE)
                .build();
        assertThat(parsed.spec()).isEqualTo(expected);
        assertThat(parsed.command().argv()).containsExactly("ls", "--", "--mount");
    }

    @Test
    void takesAShellWhenNoCommandIsNamed() {
        assertThat(parse("--mount", "/data:/in", "busybox").command().argv().get(0))
                .isEqualTo("/bin/sh");
    }

    @Test
    void saysWhatIsWrong() {
        assertRefused("no image is named");
        assertRefused("no image is named", "--mount", "/a:/b");
        assertRefused("no image is named", "--", "ls");
        assertRefused("--mount needs a value", "busybox", "--mount");
        assertRefused("not '/a'", "busybox", "--mount", "/a");
        assertRefused("not '/a:/b:rw'", "busybox", "--mount", "/a:/b:rw");
        assertRefused("not ':/b'", "busybox", "--mount", ":/b");
        assertRefused("not '/a:'", "busybox", "--mount=/a:");
        assertRefused("unknown option '-it'", "-it", "busybox");
        assertRefused("what is 'ls'? A command comes after '--'", "busybox", "ls");
        assertRefused("no command comes after '--'", "busybox", "--");
    }

    private static void assertRefused(String message, String... arguments) {
        assertThatThrownBy(() -> parse(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
