package dev.enclave.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What users can see in a type, its supertypes and the signatures of its public and protected members, names no type of a library
 * that they must be free to upgrade, nor one of an internal package. Annotations do not count.
 */
final class NotExposeHiddenTypes extends ArchCondition<JavaClass> {

    private static final Set<String> HIDDEN_LIBRARIES =
            Set.of("tools.jackson.", "com.fasterxml.jackson.", "io.netty.", "reactor.netty.");

    NotExposeHiddenTypes() {
        super("not expose a type of Jackson, Netty, Reactor Netty or an internal package");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        report(type, type.getDescription(), typesInDeclaration(type), events);
        type.getMembers().stream()
                .filter(NotExposeHiddenTypes::isVisible)
                .forEach(member -> report(type, member.getDescription(), typesInSignature(member), events));
    }

    private static void report(JavaClass owner, String place, Stream<JavaClass> types, ConditionEvents events) {
        types.filter(NotExposeHiddenTypes::isHidden)
                .map(hidden -> place + " exposes " + hidden.getName())
                .forEach(message -> events.add(SimpleConditionEvent.violated(owner, message)));
    }

    private static Stream<JavaClass> typesInDeclaration(JavaClass type) {
        Stream<? extends JavaType> supertypes =
                Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        return Stream.concat(supertypes, type.getTypeParameters().stream())
                .map(JavaType::getAllInvolvedRawTypes)
                .flatMap(Collection::stream);
    }

    private static Stream<JavaClass> typesInSignature(JavaMember member) {
        Stream<JavaClass> exceptions =
                member instanceof JavaCodeUnit codeUnit ? codeUnit.getExceptionTypes().stream() : Stream.empty();
        return Stream.concat(member.getAllInvolvedRawTypes().stream(), exceptions);
    }

    private static boolean isVisible(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        boolean open = modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
        return open && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isHidden(JavaClass type) {
        return Exposed.isInternal(type) || HIDDEN_LIBRARIES.stream().anyMatch(type.getName()::startsWith);
    }
}
