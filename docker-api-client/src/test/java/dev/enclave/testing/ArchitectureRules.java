package dev.enclave.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** The rules on structure that hold in both libraries. */
final class ArchitectureRules {

    private static final Set<String> BLOCKING_OPERATORS =
            Set.of("block", "blockOptional", "blockFirst", "blockLast", "toIterable", "toStream");

    private static final Set<String> PAUSES = Set.of("backoff", "fixedDelay");

    private ArchitectureRules() {}

    static ArchRule dependOnNothingIn(String... packages) {
        return noClasses().should().dependOnClassesThat().resideInAnyPackage(packages);
    }

    static SliceRule haveNoCyclesBetweenFeatures(String rootPackage) {
        return slices().assignedFrom(new FeatureSlices(rootPackage)).should().beFreeOfCycles();
    }

    static ArchRule exposeNoHiddenTypes() {
        return classes().that(new Exposed()).should(new NotExposeHiddenTypes());
    }

    static ArchRule areInNullMarkedPackages() {
        return classes().should(new ArchCondition<>("be in a package that is marked @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                }
            }
        });
    }

    static ArchRule neverBlock() {
        return classes().should(notUse("blocking operators", target -> {
            boolean operator = isA(target, Publisher.class) && BLOCKING_OPERATORS.contains(target.getName());
            boolean future = isA(target, Future.class) && Set.of("get", "join").contains(target.getName());
            return operator || future;
        }));
    }

    /** Overloads with a subscriber are for publishers written by hand; the others lose errors, and no caller can cancel them. */
    static ArchRule neverSubscribe() {
        return classes()
                .should(notUse(
                        "subscribe()",
                        target -> isA(target, Publisher.class)
                                && target.getName().equals("subscribe")
                                && target instanceof CodeUnitAccessTarget method
                                && method.getRawReturnType().isEquivalentTo(Disposable.class)));
    }

    static ArchRule makeNoThreads() {
        return classes()
                .should(notUse(
                        "threads of their own",
                        target -> isA(target, Thread.class)
                                && Set.of("<init>", "sleep").contains(target.getName())));
    }

    static ArchRule writeToNoConsole() {
        return classes().should(notUse("the console", target -> {
            boolean stream = isA(target, System.class) && Set.of("out", "err").contains(target.getName());
            boolean trace = isA(target, Throwable.class) && target.getName().equals("printStackTrace");
            return stream || trace;
        }));
    }

    /**
     * Whoever is told no scheduler takes Reactor's workers for its timers. Those are where applications compute: they are late when they
     * are needed most.
     */
    static ArchRule setTimersOnTheirOwnThread() {
        return classes().should(notUse("timers of Reactor's workers", target -> {
            boolean workers = isA(target, Schedulers.class) && target.getName().equals("parallel");
            // Its timer cannot be cancelled where nothing may block: Reactor forgot to allow the lock of its queue.
            boolean interval = isA(target, Flux.class) && target.getName().equals("interval");
            boolean pauses = isA(target, Retry.class) && PAUSES.contains(target.getName());
            return workers || interval || pauses || isTimedOperator(target);
        }));
    }

    private static boolean isTimedOperator(AccessTarget target) {
        return isA(target, Publisher.class)
                && target instanceof CodeUnitAccessTarget method
                && has(method, Duration.class)
                && !has(method, Scheduler.class)
                && !BLOCKING_OPERATORS.contains(method.getName());
    }

    private static boolean has(CodeUnitAccessTarget method, Class<?> parameter) {
        return method.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(parameter));
    }

    private static boolean isA(AccessTarget target, Class<?> type) {
        return target.getOwner().isAssignableTo(type);
    }

    /** Fields, calls and method references alike. */
    private static ArchCondition<JavaClass> notUse(String what, Predicate<AccessTarget> forbidden) {
        return new ArchCondition<>("not use " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(access -> forbidden.test(access.getTarget()))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(type, access.getDescription())));
            }
        };
    }
}
