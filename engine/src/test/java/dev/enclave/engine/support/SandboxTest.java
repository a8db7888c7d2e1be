package dev.enclave.engine.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class what it names as parameters: the {@link dev.enclave.engine.SandboxEngine} that all test classes share, and a {@link
 * dev.enclave.engine.Sandbox} of BusyBox that the tests of the class share.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedSandboxes.class)
public @interface SandboxTest {}
