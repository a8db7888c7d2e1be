package dev.enclave.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.containers.RemoveOptions;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.Extension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Proves that {@link NoLeftovers} fails untidy test classes (C1, C2: nothing is left behind), and leaves alone what is not ours. */
@Tag("C1")
@Tag("C2")
class NoLeftoversIT {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @Test
    void failsAClassThatLeavesAContainerAndRemovesIt() {
        assertFails(run(Untidy.ForgettingIT.class), Untidy.ForgettingIT.class, Untidy.FORGOTTEN);

        assertThatThrownBy(() -> TestEngine.client()
                        .containers()
                        .inspect(Untidy.FORGOTTEN)
                        .block(SHORT))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void failsAClassThatLeavesAVolumeAndRemovesIt() {
        assertFails(run(Untidy.LeavingAVolumeIT.class), Untidy.LeavingAVolumeIT.class, Untidy.VOLUME);

        EngineInventory inventory = EngineInventory.open();
        Set<String> names = inventory.take().stream().map(EngineObject::name).collect(Collectors.toSet());
        inventory.close();
        assertThat(names).doesNotContain(Untidy.VOLUME);
    }

    @Test
    void leavesAloneWhatAnotherRunMakesMeanwhile() {
        EngineExecutionResults results = run(Untidy.BesideSomebodyElseIT.class);

        assertThat(results.allEvents().failed().list()).isEmpty();
        TestEngine.client()
                .containers()
                .remove(Untidy.SOMEBODYS, RemoveOptions.FORCE)
                .block(SHORT);
    }

    @Test
    void doesNotWatchUnitTests() {
        EngineExecutionResults results = run(Untidy.ForgettingTests.class);

        assertThat(results.allEvents().failed().list()).isEmpty();
        TestEngine.client()
                .containers()
                .remove(Untidy.UNWATCHED, RemoveOptions.FORCE)
                .block(SHORT);
    }

    @Test
    void takesWhatCarriesOurLabelsForOursUnlessAnotherRunMarkedIt() {
        assertThat(object(Map.of("dev.enclave.owner", "x")).isOurs()).isTrue();
        assertThat(object(Map.of("dev.enclave.owner", "x")).isOfThisRun()).isFalse();
        assertThat(object(Map.of("dev.enclave.owner", "x", TestRun.LABEL, "another"))
                        .isOurs())
                .isFalse();
        assertThat(object(Map.of("com.example", "x")).isOurs()).isFalse();
    }

    @Test
    void isFoundByJUnit() {
        assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(NoLeftovers.class);
    }

    private static EngineObject object(Map<String, String> labels) {
        return new EngineObject(EngineObject.Kind.CONTAINER, "id", "name", labels);
    }

    private static void assertFails(EngineExecutionResults results, Class<?> testClass, String left) {
        results.testEvents()
                .assertStatistics(statistics -> statistics.started(1).succeeded(1));
        results.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                container(testClass),
                                finishedWithFailure(
                                        message(text -> text.contains("left behind") && text.contains(left)))));
    }

    private static EngineExecutionResults run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter(NoLeftovers.PATIENCE, "PT0.5S")
                .selectors(selectClass(testClass))
                .execute();
    }
}
