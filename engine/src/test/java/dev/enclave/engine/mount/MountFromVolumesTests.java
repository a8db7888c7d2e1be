package dev.enclave.engine.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountFromVolumesTests {

    @Test
    void readsEachEntryInTheOrderOfTheMap() {
        Map<String, Map<String, String>> volumes = new LinkedHashMap<>();
        volumes.put("/data/z", Map.of("bind", "/sandbox/z", "mode", "ro"));
        volumes.put("/data/a", Map.of("bind", "/sandbox/a/", "mode", "rw"));
        volumes.put("/data/m", Map.of("bind", "/sandbox/m"));

        assertThat(Mount.fromVolumes(volumes))
                .containsExactly(
                        Mount.bind("/data/z", "/sandbox/z").readOnly(),
                        Mount.bind("/data/a", "/sandbox/a"),
                        Mount.bind("/data/m", "/sandbox/m"));
    }

    @Test
    void readsAnEmptyMap() {
        assertThat(Mount.fromVolumes(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RW", "z", "ro,z", "rw ", "", "readonly"})
    void refusesAnUnknownModeAndTellsTheKnownOnes(String mode) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mount.fromVolumes(Map.of("/data", Map.of("bind", "/in", "mode", mode))))
                .withMessageContaining("'/data'")
                .withMessageContaining("unknown mode '" + mode + "'")
                .withMessageContaining("\"rw\" or \"ro\"");
    }

    @Test
    void refusesAnUnknownKeyAndTellsTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mount.fromVolumes(Map.of("/data", Map.of("bind", "/in", "ro", "true"))))
                .withMessageContaining("unknown key 'ro'")
                .withMessageContaining("\"bind\"");
    }

    @Test
    void refusesAnEntryWithoutContainerPath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mount.fromVolumes(Map.of("/data", Map.of("mode", "ro"))))
                .withMessageContaining("has no \"bind\"");
    }

    @Test
    void refusesNullsInAMapReadFromElsewhere() {
        Map<String, Map<String, String>> noOptions = new LinkedHashMap<>();
        noOptions.put("/data", null);
        Map<String, String> nullBind = new LinkedHashMap<>();
        nullBind.put("bind", null);
        Map<String, String> nullMode = new LinkedHashMap<>(Map.of("bind", "/in"));
        nullMode.put("mode", null);

        assertThatIllegalArgumentException().isThrownBy(() -> Mount.fromVolumes(noOptions));
        assertThatIllegalArgumentException().isThrownBy(() -> Mount.fromVolumes(Map.of("/data", nullBind)));
        assertThatIllegalArgumentException().isThrownBy(() -> Mount.fromVolumes(Map.of("/data", nullMode)));
    }

    @Test
    void refusesARelativeHostPathInsteadOfMakingAVolumeOfThatName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mount.fromVolumes(Map.of("data", Map.of("bind", "/in"))))
                .withMessageContaining("must be absolute");
    }
}
