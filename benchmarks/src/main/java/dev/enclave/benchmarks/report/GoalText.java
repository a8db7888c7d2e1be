package dev.enclave.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Goals in Markdown. */
final class GoalText {

    static final String HEAD = "| goal | limit | measured | |\n| --- | --- | ---: | --- |\n";

    private GoalText() {}

    static String row(Goal.Judgement judgement) {
        Goal goal = judgement.goal();
        return "| " + titleOf(goal) + " | " + limitOf(goal) + " | " + Figures.of(judgement.figure()) + " | "
                + verdictOf(judgement.verdict()) + " |\n";
    }

    /** What is known about missed ones, which all have the same reason. */
    static String missed(List<Goal.Judgement> judgements, Optional<String> reason) {
        String goals = judgements.stream()
                .map(judgement -> "- **" + titleOf(judgement.goal()) + "** (" + Figures.of(judgement.figure())
                        + ", wanted " + limitOf(judgement.goal()) + ")\n")
                .collect(Collectors.joining());
        return goals + "\n" + reason.orElse("Not looked into yet.") + "\n\n";
    }

    private static String titleOf(Goal goal) {
        String than = goal.than() == null ? "" : " / " + goal.than();
        return goal.bench() + ": " + goal.metric() + ", " + goal.subject() + than;
    }

    private static String limitOf(Goal goal) {
        String bound = goal.bound().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return bound + " " + Figures.of(goal.limit());
    }

    private static String verdictOf(Goal.Verdict verdict) {
        return switch (verdict) {
            case MET -> "met";
            case MISSED -> "**missed**";
            case NOT_MEASURED -> "not measured";
        };
    }
}
