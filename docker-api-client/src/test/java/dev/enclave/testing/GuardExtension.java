package dev.enclave.testing;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class in which a guard saw something.
 *
 * <p>JUnit finds it as a service and registers it before every other extension, so its {@code afterAll} comes after theirs: what
 * a test class closes late is closed by then.
 */
public final class GuardExtension implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    /** Made by JUnit. */
    public GuardExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        Guards.arm();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Guards.arm();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Guards.check(context.getDisplayName());
    }
}
