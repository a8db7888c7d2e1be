package dev.enclave.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Arms the guards before any test class is loaded, and fails the run for what they saw after the last test class.
 *
 * <p>JUnit finds it as a service. An exception from the end of a session ends the test JVM abnormally, which Surefire reports
 * as a failed build.
 */
public final class TestRunGuards implements LauncherSessionListener {

    /** Made by JUnit. */
    public TestRunGuards() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Guards.arm();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        Guards.check("the test run, after its last class");
    }
}
