package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.mount.MountRefusedException;
import dev.enclave.engine.support.EngineWitness;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.testing.TestRun;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** C8: what is wrong with a specification is told by an error of its own, before anything is created. */
@Tag("C8")
@SandboxTest
class SandboxPreparationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SandboxEngine engine;
    private final EngineWitness witness = new EngineWitness();

    SandboxPreparationIT(SandboxEngine engine) {
        this.engine = engine;
    }

    private Throwable failure(SandboxSpec.Builder spec) {
        SandboxSpec marked = witness.mark(spec);
        return catchThrowable(() -> engine.create(marked).block(PATIENCE));
    }

    private static SandboxSpec.Builder missingImage() {
        return SandboxSpec.builder(TestRun.name("missing")).pullPolicy(PullPolicy.NEVER);
    }

    @AfterEach
    void nothingWasCreated() {
        assertThat(witness.actions()).isEmpty();
    }

    @Test
    void anImageThatIsNotThereIsNotPulledAgainstThePolicy() {
        assertThat(failure(missingImage()))
                .isInstanceOf(ImageUnavailableException.class)
                .hasMessageContaining("NEVER");
    }

    @Test
    void whatIsNoNameOfAnImageIsNotAvailable() {
        assertThat(failure(SandboxSpec.builder("Not An Image"))).isInstanceOf(ImageUnavailableException.class);
    }

    @Test
    void mountsAreCheckedBeforeTheImageIsLookedFor() {
        assertThat(failure(missingImage().mount(Mount.bind("/etc", "/mounted"))))
                .isInstanceOf(MountRefusedException.class);
    }

    @Test
    void theProgramOfAnImageIsNotStartedInADetachedSandbox() {
        assertThat(failure(missingImage().imageEntrypoint().detached(Duration.ofMinutes(1))))
                .isInstanceOf(SpecRefusedException.class)
                .hasMessageContaining("startInBackground");
    }

    @Test
    void privilegesAreCheckedBeforeMounts() {
        assertThat(failure(missingImage().security(SecurityProfile.PRIVILEGED).mount(Mount.bind("/etc", "/mounted"))))
                .isInstanceOf(SpecRefusedException.class);
    }
}
