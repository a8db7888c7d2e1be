package dev.enclave.docker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.enclave.testing.ClientOperations;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operations that are tried with faults are all that the client has. */
@Tag("C8")
class OperationsTests {

    /** Not tried, and why. */
    private static final Map<String, String> REASONS = Map.of(
            "system.resumableEvents",
            "goes on over broken connections instead of ending: BrokenConnectionsIT and ResumableEventsIT try that");

    @Test
    void areAllThatTheClientHas() {
        Set<String> known = new TreeSet<>(driven());
        known.addAll(REASONS.keySet());

        assertThat(known).isEqualTo(ClientOperations.names());
    }

    @Test
    void needNoReasonWhenTheyAreTried() {
        assertThat(driven()).isNotEmpty().doesNotContainAnyElementsOf(REASONS.keySet());
    }

    /** What the operations call, lambdas included; not what only prepares them. */
    private static Set<String> driven() {
        Map<String, String> interfaces = ClientOperations.interfaces();
        return new ClassFileImporter()
                .importClasses(Operations.class, ContainerChanges.class, ObjectChanges.class).stream()
                        .flatMap(type -> type.getAccessesFromSelf().stream())
                        .filter(call -> !call.getOrigin().getName().equals("<init>"))
                        .map(JavaAccess::getTarget)
                        .filter(target ->
                                interfaces.containsKey(target.getOwner().getName()))
                        .map(target -> interfaces.get(target.getOwner().getName()) + "." + target.getName())
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
