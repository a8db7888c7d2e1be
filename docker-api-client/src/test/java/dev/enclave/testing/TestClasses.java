package dev.enclave.testing;

import org.junit.jupiter.api.extension.ExtensionContext;

/** JUnit calls an extension of a test class around each of its nested classes too. */
final class TestClasses {

    private TestClasses() {}

    /** Tells whether a context is that of a test class which is not nested in another. */
    static boolean isOutermost(ExtensionContext context) {
        return context.getParent().flatMap(ExtensionContext::getTestClass).isEmpty();
    }
}
