package dev.enclave.docker.internal.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.SshOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is run for which endpoint; that nothing in an endpoint can become an option of ssh, or a command of a shell. */
class SshCommandTests {

    @ParameterizedTest
    @CsvSource({
        "ssh://host, -- host docker system dial-stdio",
        "ssh://host/, -- host docker system dial-stdio",
        "ssh://me@host, -l me -- host docker system dial-stdio",
        "ssh://me@build_1.example:2222, -l me -p 2222 -- build_1.example docker system dial-stdio",
        "ssh://[fe80::1]:22, -p 22 -- fe80::1 docker system dial-stdio",
        "ssh://host/run/user/1000/docker.sock, -- host docker --host='unix:///run/user/1000/docker.sock' system dial-stdio",
    })
    void isThatOfTheDockerCommandLine(String endpoint, String end) {
        assertThat(command(endpoint)).isEqualTo("ssh -o ConnectTimeout=10 -o BatchMode=yes -T " + end);
        assertThat(command(DockerEndpoint.of(endpoint).toString())).isEqualTo(command(endpoint));
    }

    @Test
    void quotesThePathForTheOtherShell() {
        assertThat(command("ssh://host/it's a $(touch x).sock"))
                .endsWith("docker --host='unix:///it'\\''s a $(touch x).sock' system dial-stdio");
    }

    @Test
    void beginsWithWhatTheOptionsSay() {
        DockerEndpoint.Ssh host = (DockerEndpoint.Ssh) DockerEndpoint.of("ssh://host");

        assertThat(SshCommand.of(host, SshOptions.of("/opt/ssh", "-F", "my config"), Duration.ofMillis(1500)))
                .startsWith("/opt/ssh", "-F", "my config", "-o", "ConnectTimeout=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://",
                "ssh:///path",
                "ssh://-oProxyCommand=x",
                "ssh://-l@host",
                "ssh://user:secret@host",
                "ssh://a@b@host",
                "ssh://host:0",
                "ssh://host:99999",
                "ssh://host:port",
                "ssh://host name",
                "ssh://host;reboot",
                "ssh://$(reboot)",
                "ssh://`reboot`@host",
                "ssh://host?x=y",
                "ssh://host/a\nb",
                "ssh://[-oX]",
                "ssh://[::1"
            })
    void refusesWhatIsNoHostOrUser(String endpoint) {
        assertThatThrownBy(() -> DockerEndpoint.of(endpoint))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("secret");
    }

    private static String command(String endpoint) {
        return String.join(
                " ",
                SshCommand.of(
                        (DockerEndpoint.Ssh) DockerEndpoint.of(endpoint), SshOptions.DEFAULTS, Duration.ofSeconds(10)));
    }
}
