package dev.enclave.docker;

import dev.enclave.docker.transport.SocketKind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs a test class once with each kind of sockets; it has a field {@code @Parameter SocketKind kind}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = SocketKind.class,
        names = {"NATIVE", "NIO"})
public @interface OnEverySocket {}
