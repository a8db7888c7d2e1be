package dev.enclave.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.channel.epoll.Epoll;
import io.netty.util.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.netty.http.client.HttpClient;

/** What this module asks of its dependencies, and of those that it left out. */
class ClassPathTests {

    @Test
    void hasOneVersionOfNetty() {
        assertThat(Version.identify().values())
                .extracting(Version::artifactVersion)
                .isNotEmpty()
                .containsOnly(Version.identify().get("netty-common").artifactVersion());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hasTheNativeTransportOfNetty() {
        assertThatCode(Epoll::ensureAvailability).doesNotThrowAnyException();
    }

    @Test
    void canMakeSecureClientsWithoutHttp3() {
        assertThatCode(() -> HttpClient.create().secure()).doesNotThrowAnyException();
    }
}
