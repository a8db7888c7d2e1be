package dev.enclave.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Cuts a library into its features: the packages directly below its root, each with all that is below it.
 *
 * <p>The root itself belongs to no feature: its types tie them together, and they all use its exceptions. {@code internal}
 * is no feature either; {@code root.internal.exec} is a part of {@code root.exec}.
 */
final class FeatureSlices implements SliceAssignment {

    private final String rootPackage;

    FeatureSlices(String rootPackage) {
        this.rootPackage = rootPackage;
    }

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(rootPackage + ".")) {
            return SliceIdentifier.ignore();
        }
        return Arrays.stream(name.substring(rootPackage.length() + 1).split("\\."))
                .filter(Predicate.not("internal"::equals))
                .findFirst()
                .map(SliceIdentifier::of)
                .orElseGet(SliceIdentifier::ignore);
    }

    @Override
    public String getDescription() {
        return "features of " + rootPackage;
    }
}
