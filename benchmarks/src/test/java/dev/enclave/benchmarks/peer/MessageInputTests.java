package dev.enclave.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageInputTests {

    private final MessageInput input = new MessageInput();

    private void send(String message) {
        input.send(message.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void givesWhatWasSentInPartsOfAnySizeAndThenTheEnd() throws IOException {
        send("hello");
        send("!");
        input.close();

        assertThat(input.read()).isEqualTo('h');
        assertThat(new String(input.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("ello!");
        assertThat(input.read()).isEqualTo(-1);
    }

    @Test
    void doesNotWaitForMoreThanOneMessage() throws IOException {
        send("one");
        send("two");

        assertThat(input.read(new byte[10], 0, 10)).isEqualTo("one".length());
    }
}
