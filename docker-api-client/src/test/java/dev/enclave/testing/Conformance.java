package dev.enclave.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test that every engine has to pass, in the way in which {@link KnownDifferences} says it does. {@code ./enclave test --engine
 * NAME} runs those, and leaves a table of operations.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("conformance")
@ExtendWith(ConformanceRecorder.class)
public @interface Conformance {

    /** The operations that it tests, each as the client names it: {@code containers.create}. */
    String[] value();
}
