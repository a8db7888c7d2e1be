package dev.enclave.docker.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C8")
class SpoilingTests {

    private static final String BODY = "[7]\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

    /** A length that leaves out nothing but the line break at the end would be no fault: what is read is the whole value. */
    @Test
    void announceLengthsThatCannotBeRight() {
        Set<String> lengths = new TreeSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            String spoilt = new String(Spoiling.LENGTH.spoil((HEAD + BODY).getBytes(ISO_8859_1), random), ISO_8859_1);
            assertThat(spoilt).startsWith("HTTP/1.1 200 OK\r\nContent-Length: ").endsWith("\r\n\r\n" + BODY);
            String length = spoilt.lines().toList().get(1).substring("Content-Length: ".length());
            lengths.add(length.length() == 1 || length.equals("-x") ? length : "beyond");
        }

        assertThat(lengths).contains("0", "1", "2", "-x", "beyond").doesNotContain("3", "4");
    }
}
