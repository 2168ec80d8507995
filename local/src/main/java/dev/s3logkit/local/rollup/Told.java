package dev.s3logkit.local.rollup;

import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.rollup.find.FindReport;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.work.TaskReport;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What a command says while it goes on, and the counts that it ends with.
final class Told {

    private final CommandContext context;
    private final PrintStream err;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private boolean failed;

    Told(CommandContext context) {
        this.context = context;
        this.err = context.streams().err();
    }

    /// Adds what a search came to.
    void found(FindReport report) {
        report.counts().forEach((name, n) -> counts.merge(name, n, Long::sum));
        report.remarks().forEach(err::println);
        report.failures()
                .forEach(
                        (prefix, e) -> {
                            failed = true;
                            err.println(CommandContext.describe(prefix.toString(), e));
                        });
        long young = report.counts().getOrDefault("young", 0L);
        if (young > 0) {
            err.printf(
                    Locale.ROOT,
                    "%,d logs are too young; --min-age-days and --quiet-minutes decide.%n",
                    young);
        }
    }

    /// Adds what a task came to.
    void done(RollupTask task, TaskReport report) {
        counts.merge("tasks_done", 1L, Long::sum);
        report.counts()
                .forEach(
                        (name, n) ->
                                counts.merge(
                                        name.equals("logs") ? "task_logs" : name, n, Long::sum));
        err.printf(
                Locale.ROOT,
                "%s: %,d logs, %,d archived in %s, %,d deleted%n",
                task.prefix().append(task.day().toString()),
                report.logs(),
                report.archived(),
                report.tarball() == null ? "no new tarball" : report.tarball(),
                report.deleted());
    }

    /// Tells of a task that has to be tried again.
    void failed(String subject, IOException e) {
        failed = true;
        counts.merge("tasks_failed", 1L, Long::sum);
        err.println(CommandContext.describe(subject, e));
    }

    /// Writes the counts.
    ///
    /// @return the exit code
    int end(RequestCounts requests) throws IOException {
        counts.put("requests_get", requests.get());
        counts.put("requests_head", requests.head());
        counts.put("requests_list", requests.list());
        counts.put("requests_put", requests.put());
        counts.put("requests_delete", requests.delete());
        context.result(counts, requests.estimatedCostUsd());
        return failed ? 1 : 0;
    }
}
