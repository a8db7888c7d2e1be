package dev.enclave.engine.support;

import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Makes what {@link SandboxTest} promises. The engine lives until the end of the run, the sandbox of a class until its last test has ended,
 * so that the guard against leftovers finds none.
 */
final class SharedSandboxes implements ParameterResolver, AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(SharedSandboxes.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == SandboxEngine.class || type == Sandbox.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SandboxEngine.class ? engine(context) : sandbox(context);
    }

    private static SandboxEngine engine(ExtensionContext context) {
        return context.getRoot()
                .getStore(SPACE)
                .computeIfAbsent(Shared.class, key -> new Shared(newEngine()), Shared.class)
                .engine();
    }

    private static SandboxEngine newEngine() {
        return SandboxEngine.builder().dockerClient(TestEngine.client()).build();
    }

    private static Sandbox sandbox(ExtensionContext context) {
        SandboxEngine engine = engine(context);
        return context.getRoot()
                .getStore(SPACE)
                .computeIfAbsent(
                        outermost(context),
                        key -> engine.create(TestSpecs.busybox().build()).block(PATIENCE),
                        Sandbox.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Class<?> test = outermost(context);
        if (context.getRequiredTestClass() == test) {
            Sandbox sandbox = context.getRoot().getStore(SPACE).remove(test, Sandbox.class);
            if (sandbox != null) {
                sandbox.remove().block(PATIENCE);
            }
        }
    }

    private static Class<?> outermost(ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        while (test.getEnclosingClass() != null) {
            test = test.getEnclosingClass();
        }
        return test;
    }

    private record Shared(SandboxEngine engine) implements AutoCloseable {
        @Override
        public void close() {
            engine.close().block(PATIENCE);
        }
    }
}
