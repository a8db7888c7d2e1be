package dev.enclave.testing;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;

/** Types that users of a library can name: public, in public types only, and in no internal package. */
final class Exposed extends DescribedPredicate<JavaClass> {

    Exposed() {
        super("are exposed to users");
    }

    @Override
    public boolean test(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && !isInternal(type)
                && type.getEnclosingClass().map(this::test).orElse(true);
    }

    static boolean isInternal(JavaClass type) {
        return type.getPackageName().startsWith("dev.enclave.") && (type.getPackageName() + ".").contains(".internal.");
    }
}
