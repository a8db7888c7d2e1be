package dev.enclave.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proves that each rule can fail, and for what, on a library that breaks them all. */
class ArchitectureRulesTests {

    private static final String LIBRARY = "dev.enclave.testing.badlibrary";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(LIBRARY);

    @Test
    void findsDependenciesOnPackagesAbove() {
        assertViolations(ArchitectureRules.dependOnNothingIn(LIBRARY + ".two.."), "First.second()");
    }

    @Test
    void findsCycles() {
        assertViolations(ArchitectureRules.haveNoCyclesBetweenFeatures(LIBRARY), "Slice one");
    }

    @Test
    void findsExposedTypes() {
        assertViolations(
                ArchitectureRules.exposeNoHiddenTypes(),
                "Exposing> exposes " + LIBRARY + ".internal.Hidden",
                "Exposing$Nested> exposes io.netty.buffer.ByteBuf",
                "inProtectedMethod()> exposes tools.jackson.databind.JsonNode",
                "inParameter([Lreactor.netty.Connection;)> exposes reactor.netty.Connection",
                "inException()> exposes io.netty.handler.codec.DecoderException");
    }

    @Test
    void findsPackagesThatSayNothingAboutNull() {
        assertViolations(ArchitectureRules.areInNullMarkedPackages(), "badlibrary.unmarked is not @NullMarked");
    }

    @Test
    void findsBlocking() {
        assertViolations(ArchitectureRules.neverBlock(), "blockingCall(", "blockingReference()", "joining(");
    }

    @Test
    void findsSubscribing() {
        assertViolations(ArchitectureRules.neverSubscribe(), "subscribing(", "subscribingReference()");
    }

    @Test
    void findsThreads() {
        assertViolations(ArchitectureRules.makeNoThreads(), "makingThread(", "sleeping()");
    }

    @Test
    void findsTimersOfReactorsWorkers() {
        assertViolations(
                ArchitectureRules.setTimersOnTheirOwnThread(),
                "delaying()",
                "timing(",
                "pausing()",
                "schedulingAnywhere()",
                "ticking(");
    }

    @Test
    void findsConsoleOutput() {
        assertViolations(ArchitectureRules.writeToNoConsole(), "System.out", "printStackTrace()");
    }

    /** One violation per text, and no other. */
    private static void assertViolations(ArchRule rule, String... texts) {
        List<String> violations = rule.evaluate(CLASSES).getFailureReport().getDetails();

        assertThat(violations)
                .hasSize(texts.length)
                .allSatisfy(violation -> assertThat(violation).containsAnyOf(texts));
        assertThat(String.join("\n", violations)).contains(texts);
    }
}
