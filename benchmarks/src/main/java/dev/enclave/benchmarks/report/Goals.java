package dev.enclave.benchmarks.report;

import static dev.enclave.benchmarks.report.Goal.Bound.AT_LEAST;
import static dev.enclave.benchmarks.report.Goal.Bound.AT_MOST;
import static dev.enclave.benchmarks.result.Subjects.ENCLAVE;
import static dev.enclave.benchmarks.result.Subjects.ENCLAVE_CLIENT;
import static dev.enclave.benchmarks.result.Subjects.FLOOR;

import java.util.List;
import java.util.stream.Stream;

/** All goals, in the order of the report. */
final class Goals {

    /** How many times slower than the floor a single request may be. */
    private static final double NEAR_FLOOR = 1.3;

    static final List<Goal> ALL = Stream.of(unary(), cycle(), fanout(), exec(), stream(), attach(), idle())
            .flatMap(List::stream)
            .toList();

    private Goals() {}

    private static List<Goal> unary() {
        return Stream.of("ping", "inspect")
                .flatMap(request -> Stream.of(1, 16, 256).flatMap(atOnce -> {
                    String at = request + ", " + atOnce + " in flight: ";
                    String id = "unary-" + request + "-" + atOnce;
                    return Stream.of(
                            new Goal(id, "unary", ENCLAVE_CLIENT, at + "p50", FLOOR, AT_MOST, NEAR_FLOOR),
                            new Goal(
                                    id + "-rate",
                                    "unary",
                                    ENCLAVE_CLIENT,
                                    at + "rate",
                                    FLOOR,
                                    AT_LEAST,
                                    1 / NEAR_FLOOR));
                }))
                .toList();
    }

    private static List<Goal> cycle() {
        return List.of(
                new Goal("cycle-wall", "cycle", ENCLAVE, "sandbox: p50", FLOOR, AT_MOST, 1.03),
                new Goal("cycle-cpu", "cycle", ENCLAVE, "sandbox: client CPU", Goal.DOCKER_JAVA, AT_MOST, 0.5));
    }

    private static List<Goal> fanout() {
        return Stream.of(1, 4, 16, 64)
                .flatMap(atOnce -> Stream.of(
                        new Goal(
                                "fanout-rate-" + atOnce,
                                "fanout",
                                ENCLAVE,
                                atOnce + " in flight: rate",
                                FLOOR,
                                AT_LEAST,
                                0.97),
                        new Goal(
                                "fanout-cpu-" + atOnce,
                                "fanout",
                                ENCLAVE,
                                atOnce + " in flight: client CPU per sandbox",
                                Goal.DOCKER_JAVA,
                                AT_MOST,
                                0.5)))
                .toList();
    }

    private static List<Goal> exec() {
        String other = "exec-api";
        return List.of(
                new Goal("exec-alone", "exec", "agent", "1 in flight: p50", other, AT_MOST, 1 / 15.0),
                new Goal("exec-rate", "exec", "agent", "32 in flight: rate", other, AT_LEAST, 40),
                new Goal("exec-stdout", "exec", "agent", "stdout", other, AT_LEAST, 0.9));
    }

    private static List<Goal> stream() {
        return Stream.of(1, 64)
                .map(atOnce -> new Goal(
                        "stream-" + atOnce,
                        "stream",
                        ENCLAVE_CLIENT,
                        atOnce + " at once: throughput",
                        FLOOR,
                        AT_LEAST,
                        0.9))
                .toList();
    }

    private static List<Goal> attach() {
        return List.of(new Goal("attach", "attach", ENCLAVE_CLIENT, "round trip: p50", FLOOR, AT_MOST, NEAR_FLOOR));
    }

    private static List<Goal> idle() {
        return List.of(
                new Goal("idle-threads", "idle", ENCLAVE, "300 streaming: threads per core", null, AT_MOST, 2),
                new Goal("idle-heap", "idle", ENCLAVE, "300 streaming: live heap", null, AT_MOST, 64));
    }
}
