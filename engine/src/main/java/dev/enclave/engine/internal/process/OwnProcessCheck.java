package dev.enclave.engine.internal.process;

import dev.enclave.docker.exec.ExecInspection;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes sure, when nothing is left that carries a command's marker, that its own process has gone too: one that has replaced its own
 * environment has no marker. The engine says whether the command runs, but may be late, as a stalled stream of another command holds it up.
 * So the container is searched as well, for a process that stays there without being any command's.
 */
final class OwnProcessCheck {

    private static final Duration ENGINE_PATIENCE = Duration.ofMillis(400);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PAUSE_BETWEEN_SEARCHES = Duration.ofMillis(100);
    private static final int SEARCHES = 3;

    private final ExecCommand.Context context;

    OwnProcessCheck(ExecCommand.Context context) {
        this.context = context;
    }

    /** Completes when the command has ended; signals {@link TreeKillFailedException} when a process is left that may be its own. */
    Mono<Void> run() {
        return toldByEngine()
                .repeatWhenEmpty(polls -> polls.concatMap(poll -> Mono.delay(PAUSE, context.scheduler()), 1))
                .then()
                .timeout(ENGINE_PATIENCE, search(), context.scheduler());
    }

    private Mono<ExecInspection> toldByEngine() {
        return context.client().execs().inspect(context.execId()).filter(ExecInspection::hasEnded);
    }

    private Mono<Void> search() {
        return Flux.range(0, SEARCHES)
                .concatMap(
                        search -> Mono.delay(search == 0 ? Duration.ZERO : PAUSE_BETWEEN_SEARCHES, context.scheduler())
                                .then(strangers()),
                        1)
                .reduce(OwnProcessCheck::those)
                .filter(left -> !left.isEmpty())
                .filterWhen(left -> toldByEngine().hasElement().map(ended -> !ended))
                .flatMap(left -> Mono.error(new TreeKillFailedException(
                        "a process that has replaced its environment may be left: " + left, null)));
    }

    private Mono<Set<String>> strangers() {
        return ShellScript.run(context, StrangerScript.commandLine())
                .map(printed -> printed.lines().collect(Collectors.toSet()));
    }

    /** Those that were there before, and still are. */
    private static Set<String> those(Set<String> before, Set<String> now) {
        return before.stream().filter(now::contains).collect(Collectors.toSet());
    }
}
