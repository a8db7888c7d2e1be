package dev.enclave.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The structure of a library. Each library has one test class that extends this, and says by overriding what is exempt from which
 * rule.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArchitectureContract {

    /** Fewer classes than this cannot be a library: the rules would pass because there is nothing to break them. */
    private static final int LIBRARY_SIZE = 20;

    private final String rootPackage;
    private final String[] unreachable;
    private final JavaClasses classes;

    /**
     * Reads the library's classes, without its tests.
     *
     * @param rootPackage the package that all of the library is in
     * @param unreachable patterns of the packages that the library must not know
     */
    protected ArchitectureContract(String rootPackage, String... unreachable) {
        this.rootPackage = rootPackage;
        this.unreachable = unreachable;
        this.classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(rootPackage);
    }

    /** The names of the classes that start work for which nobody waits: they keep it, end it and log its errors. */
    protected Set<String> maySubscribe() {
        return Set.of();
    }

    /** The names of the classes that are programs of their own, in another JVM, where there is nothing to block. */
    protected Set<String> programs() {
        return Set.of();
    }

    /** The names of the classes that give others timers, on a thread of their own. */
    protected Set<String> mayWrapTimers() {
        return Set.of();
    }

    /** For the rare arrow that is wrong, known, and too dear to turn round at once: ignores that one dependency. */
    protected SliceRule withoutKnownArrows(SliceRule cycles) {
        return cycles;
    }

    @Test
    void isAllHere() {
        assertThat(classes).hasSizeGreaterThan(LIBRARY_SIZE);
    }

    @Test
    void knowsOnlyWhatIsBelow() {
        ArchitectureRules.dependOnNothingIn(unreachable).check(classes);
    }

    @Test
    void hasNoCyclesBetweenFeatures() {
        withoutKnownArrows(ArchitectureRules.haveNoCyclesBetweenFeatures(rootPackage))
                .check(classes);
    }

    @Test
    void exposesOnlyTypesThatUsersMayRelyOn() {
        ArchitectureRules.exposeNoHiddenTypes().check(classes);
    }

    @Test
    void saysWhereNullMayBe() {
        ArchitectureRules.areInNullMarkedPackages().check(classes);
    }

    @Test
    void neverBlocks() {
        ArchitectureRules.neverBlock().check(inThisJvm());
    }

    @Test
    void startsNothingThatNobodyWaitsFor() {
        ArchitectureRules.neverSubscribe().check(except(maySubscribe()));
    }

    @Test
    void makesNoThreads() {
        ArchitectureRules.makeNoThreads().check(inThisJvm());
    }

    @Test
    void setsNoTimersWhereApplicationsCompute() {
        ArchitectureRules.setTimersOnTheirOwnThread().check(except(mayWrapTimers()));
    }

    @Test
    void writesToNoConsole() {
        ArchitectureRules.writeToNoConsole().check(inThisJvm());
    }

    private JavaClasses inThisJvm() {
        return except(programs());
    }

    private JavaClasses except(Set<String> names) {
        assertThat(names)
                .as("classes exempt from a rule")
                .allSatisfy(name ->
                        assertThat(classes.contain(name)).as(name + " exists").isTrue());
        return classes.that(describe(
                "are none of " + names,
                type -> !names.contains(type.getName())
                        && names.stream().noneMatch(name -> type.getName().startsWith(name + "$"))));
    }
}
