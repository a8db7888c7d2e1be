package dev.enclave.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.images.RegistryAuth;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The registry that tests pull from is a real one: engines pull from it, and it knows its users. */
class LocalRegistryIT {

    @Test
    void servesEnginesWhatWasPushedToIt() {
        try (LocalRegistry registry = LocalRegistry.withPassword()) {
            RegistryImage image = new RegistryImage(registry, "tests/hello")
                    .layer(new TinyTar().directory("hello").file("hello/world", "hi"));
            image.push("1");

            RegistryAuth auth = new RegistryAuth(LocalRegistry.USER, LocalRegistry.PASSWORD, registry.address());
            Flux<?> pull = TestEngine.client().images().pull(ImageReference.of(image.reference() + ":1"), auth);

            assertThat(pull.collectList().block(Duration.ofSeconds(30))).isNotEmpty();
            TestEngine.client().images().remove(image.reference() + ":1", true).block(Duration.ofSeconds(10));
        }
    }
}
