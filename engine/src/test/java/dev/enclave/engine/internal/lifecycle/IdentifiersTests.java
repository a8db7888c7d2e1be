package dev.enclave.engine.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentifiersTests {

    private static final int MILLION = 1_000_000;

    @Test
    void aMillionAreUniqueAlsoWhenMadeByTwo() {
        Identifiers one = new Identifiers();
        Identifiers other = new Identifiers();
        Set<String> seen = new HashSet<>(2 * MILLION);

        for (int i = 0; i < MILLION / 2; i++) {
            seen.add(one.next());
            seen.add(other.next());
        }

        assertThat(seen).hasSize(MILLION);
    }

    @Test
    void consistOfTwelveLowerCaseLettersAndDigits() {
        assertThat(new Identifiers().next()).matches("[a-z2-7]{12}");
    }
}
