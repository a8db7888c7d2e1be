package dev.enclave.testing;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Compares how {@linkplain Conformance conformance tests} end with what is known of the engine, and keeps the result. */
final class ConformanceRecorder implements InvocationInterceptor, LifecycleMethodExecutionExceptionHandler {

    private static final ExtensionContext.Namespace SPACE =
            ExtensionContext.Namespace.create(ConformanceRecorder.class);

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        judge(invocation, ConformanceTest.of(method.getExecutable()), results(context));
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        interceptTestMethod(invocation, method, context);
    }

    private static void judge(Invocation<Void> invocation, ConformanceTest test, ConformanceResults results)
            throws Throwable {
        Optional<KnownDifference> expected = KnownDifferences.of(results.engine(), test);
        try {
            invocation.proceed();
        } catch (Throwable failure) {
            if (expected.isEmpty() || !expected.get().explains(failure)) {
                results.add(test, ConformanceResults.FAILED);
                throw failure;
            }
            results.add(test, expected.get().outcome());
            return;
        }
        if (expected.isPresent() && !expected.get().sometimes()) {
            results.add(test, ConformanceResults.FAILED);
            throw new AssertionError("%s passes on %s, so take this out of KnownDifferences: %s"
                    .formatted(test.name(), results.engine(), expected.get().what()));
        }
        results.add(test, expected.map(KnownDifference::outcome).orElse(ConformanceResults.OK));
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        results(context).add(ConformanceTest.of(context.getRequiredTestMethod()), ConformanceResults.FAILED);
        throw failure;
    }

    /** One for the whole run; JUnit closes it, which writes the file. */
    private static ConformanceResults results(ExtensionContext context) {
        return context.getRoot()
                .getStore(SPACE)
                .computeIfAbsent(
                        ConformanceResults.class,
                        key -> new ConformanceResults(EngineName.of(TestEngine.client())),
                        ConformanceResults.class);
    }

    /** A test method as it is known here: {@code ExecIT.isWhole}, without the names of nested classes. */
    record ConformanceTest(String name, List<String> operations) {

        static ConformanceTest of(Method method) {
            Class<?> outermost = method.getDeclaringClass();
            Conformance marked = method.getAnnotation(Conformance.class);
            while (outermost.getEnclosingClass() != null) {
                marked = marked == null ? outermost.getAnnotation(Conformance.class) : marked;
                outermost = outermost.getEnclosingClass();
            }
            marked = marked == null ? outermost.getAnnotation(Conformance.class) : marked;
            return new ConformanceTest(
                    outermost.getSimpleName() + "." + method.getName(),
                    marked == null ? List.of() : List.of(marked.value()));
        }
    }
}
