package dev.enclave.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.Extension;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Proves that the guards can fail: a guard that never does guards nothing. */
class GuardTests {

    @Nested
    class FailAClass {

        @Test
        void thatLeaksABuffer() {
            assertFailure(Misbehaviour.Leaking.class, "LEAK: a ByteBuf was not released");
        }

        @Test
        void thatBlocksOnAParallelThread() {
            assertFailure(Misbehaviour.BlockingOnParallel.class, "Thread.sleep");
        }

        @Test
        void thatBlocksOnAnEventLoopThoughNobodySeesTheError() {
            assertFailure(Misbehaviour.BlockingOnEventLoop.class, "Thread.sleep");
        }

        @Test
        void thatDropsAnError() {
            assertFailure(
                    Misbehaviour.Dropping.class, "An error was dropped: java.lang.IllegalStateException: too late");
        }

        @Test
        void thatDropsAnErrorAfterHooksWereReset() {
            assertFailure(
                    Misbehaviour.DroppingAfterReset.class,
                    "An error was dropped: java.lang.IllegalStateException: too late");
        }

        private void assertFailure(Class<?> testClass, String message) {
            EngineExecutionResults results = run(testClass);

            results.testEvents().assertStatistics(statistics -> statistics.failed(0));
            results.containerEvents()
                    .assertThatEvents()
                    .haveExactly(
                            1,
                            event(
                                    container(testClass),
                                    finishedWithFailure(message(actual -> actual.contains(message)))));
        }
    }

    @Nested
    class LetPass {

        @Test
        void aClassThatDoesNothingWrong() {
            assertSuccess(Misbehaviour.Clean.class);
        }

        @Test
        void aClassThatTakesWhatItProvoked() {
            assertSuccess(Misbehaviour.Forgiven.class);
        }

        private void assertSuccess(Class<?> testClass) {
            EngineExecutionResults results = run(testClass);

            results.testEvents()
                    .assertStatistics(statistics -> statistics.started(1).succeeded(1));
            results.containerEvents().assertStatistics(statistics -> statistics.failed(0));
        }
    }

    @Nested
    class AtTheEndOfTheRun {

        @Test
        void failForWhatCameTooLateForAClass() {
            LauncherSession session = openSession();
            Misbehaviour.leakBuffer();

            assertThatThrownBy(session::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("LEAK: a ByteBuf was not released");
        }

        @Test
        void passWhenThereIsNothing() {
            assertThatCode(openSession()::close).doesNotThrowAnyException();
        }

        private LauncherSession openSession() {
            return LauncherFactory.openSession(LauncherConfig.builder()
                    .enableLauncherSessionListenerAutoRegistration(false)
                    .addLauncherSessionListeners(new TestRunGuards())
                    .build());
        }
    }

    @Test
    void areFoundByJUnit() {
        assertThat(ServiceLoader.load(LauncherSessionListener.class)).hasAtLeastOneElementOfType(TestRunGuards.class);
        assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(GuardExtension.class);
    }

    private static EngineExecutionResults run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .selectors(selectClass(testClass))
                .execute();
    }
}
