package dev.enclave.benchmarks.report;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.result.Machine;
import dev.enclave.benchmarks.result.Results;
import dev.enclave.benchmarks.result.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The text of the report. */
final class Page {

    private final Results results;
    private final Optional<Machine> machine;
    private final List<Benchmark> benchmarks;
    private final WhatLimits limits;

    Page(Results results, Optional<Machine> machine, List<Benchmark> benchmarks, WhatLimits limits) {
        this.results = results;
        this.machine = machine;
        this.benchmarks = benchmarks;
        this.limits = limits;
    }

    /** The page, whose charts are in the given folder beside it. */
    String toMarkdown(String folder) {
        return """
                # How fast

                Written by `./enclave bench report` from `benchmarks/results/latest.json`, which `./enclave bench` has measured; do not edit it.

                """
                + machine.map(Page::describe).orElse("")
                + """
                The subjects of a benchmark take turns within one run, so that what else the machine does meets all alike; the first round only warms up. A
                figure is the median of the other rounds, with the smallest and the largest. Ratios divide medians by the peer's: below 1 is better, but for
                units marked ↑, of which more is better. `floor` is a bare blocking socket that sends ready-made bytes and looks at no more of an answer than
                where it ends; `docker-java` is the better one of its two transports. CPU is that of this process, so the command line and the engine are not in it.

                ## Goals

                """
                + goals()
                + results.byBench().entrySet().stream()
                        .map(entry -> section(entry.getKey(), entry.getValue(), folder))
                        .collect(Collectors.joining());
    }

    private static String describe(Machine machine) {
        return "Measured at " + machine.date()
                + Optional.ofNullable(machine.commit())
                        .map(commit -> ", commit `" + commit + "`")
                        .orElse("")
                + ": " + machine.cpu() + ", " + machine.cores() + " cores, " + machine.memoryMebibytes() + " MiB; "
                + machine.kernel() + "; " + machine.jdk() + "; engine " + machine.engine() + ", API "
                + machine.apiVersion()
                + ".\n\n";
    }

    private String goals() {
        List<Goal.Judgement> judged =
                Goals.ALL.stream().map(goal -> goal.judge(results)).toList();
        String table = judged.stream().map(GoalText::row).collect(Collectors.joining());
        Map<Optional<String>, List<Goal.Judgement>> missedByReason = judged.stream()
                .filter(judgement -> judgement.verdict() == Goal.Verdict.MISSED)
                .collect(Collectors.groupingBy(
                        judgement -> limits.of(judgement.goal()), LinkedHashMap::new, Collectors.toList()));
        String missed = missedByReason.entrySet().stream()
                .map(entry -> GoalText.missed(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining());
        return GoalText.HEAD + table + "\n"
                + (missed.isEmpty() ? "" : "### What limits the missed ones\n\n" + missed + "\n");
    }

    private String section(String bench, List<Row> rows, String folder) {
        String about = benchmarks.stream()
                .filter(benchmark -> benchmark.name().equals(bench))
                .map(benchmark -> benchmark.describe() + "\n\n")
                .collect(Collectors.joining());
        String charts = Chart.of(bench, rows).stream()
                .map(chart -> "![" + bench + ", " + chart.unit() + "](" + folder + "/" + chart.fileName() + ")\n\n")
                .collect(Collectors.joining());
        return "## " + bench + "\n\n" + about + charts + RowTable.markdown(rows) + "\n";
    }
}
