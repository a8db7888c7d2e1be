package dev.enclave.engine.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("C3")
@DisplayName("Whose a sandbox is (C3)")
class OwnerIdentityTests {

    /** Above the largest pid that a Linux kernel gives. */
    private static final long NO_PID = 1L << 30;

    private final OwnerIdentity self = OwnerIdentity.ofThisProcess();

    @Test
    void survivesBeingALabel() {
        assertThat(OwnerIdentity.fromLabel(self.toLabel())).contains(self);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//",
                "host/1",
                "host/one/2",
                "host/1/two",
                "host/1/2/3",
                "host/-1/2",
                "host/0/2",
                "host/1/-2",
                "host/99999999999999999999/1",
                "\u0000"
            })
    void isNotReadFromGarbage(String label) {
        assertThat(OwnerIdentity.fromLabel(label)).isEmpty();
    }

    @Test
    void isTheSameWheneverAsked() {
        assertThat(OwnerIdentity.ofThisProcess()).isEqualTo(self);
    }

    @Test
    void aRunningProcessIsNotDead() {
        assertThat(self.isDeadAsSeenBy(self)).isFalse();
    }

    @Test
    void aProcessThatIsNotThereIsDead() {
        assertThat(new OwnerIdentity(self.host(), NO_PID, 1).isDeadAsSeenBy(self))
                .isTrue();
    }

    @Test
    void aProcessWhosePidAnotherNowHasIsDead() {
        assertThat(new OwnerIdentity(self.host(), self.pid(), self.startTicks() - 1).isDeadAsSeenBy(self))
                .isTrue();
    }

    @Test
    void aProcessOfUnknownStartIsNotDeadWhileItsPidIsUsed() {
        assertThat(new OwnerIdentity(self.host(), self.pid(), 0).isDeadAsSeenBy(self))
                .isFalse();
    }

    @Test
    void nothingIsKnownOfProcessesOfAnotherHostOrBoot() {
        assertThat(new OwnerIdentity("another", NO_PID, 1).isDeadAsSeenBy(self)).isFalse();
    }
}
