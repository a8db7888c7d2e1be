package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutputChunkTests {

    @Test
    void decodesWhenItsTextIsAskedForAndOnce() {
        AtomicInteger decoded = new AtomicInteger();
        OutputChunk.Data chunk = new OutputChunk.Data(
                OutputChunk.Source.STDERR, new byte[] {'x'}, () -> "x" + decoded.incrementAndGet());
        assertThat(chunk.bytes()).containsExactly('x');
        assertThat(decoded).hasValue(0);

        assertThat(chunk.text()).isEqualTo("x1");
        assertThat(chunk.text()).isEqualTo("x1");
        assertThat(chunk).hasToString("STDERR: x1");
    }
}
