package dev.s3logkit.orchestrator;

import dev.s3logkit.orchestrator.dispatch.DispatchCounts;
import dev.s3logkit.orchestrator.plan.PlanTotals;
import dev.s3logkit.orchestrator.scan.GroupTable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A report as the function's answer, and as the command line prints it: docs/operations.md,
/// "Answer of the orchestrator".
public final class OrchestratorResult {

    /// Groups that an answer names, the largest ones first to be cut off: an answer has 6 MB.
    private static final int MAX_GROUPS = 10_000;

    private OrchestratorResult() {}

    /// The fields of the answer.
    public static Map<String, Object> of(OrchestrationReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", report.status().name().toLowerCase(Locale.ROOT));
        if (report.plan() != null) {
            fields.put("plan_s3_url", report.plan());
        }
        if (report.tally() != null) {
            PlanTotals totals = report.totals();
            fields.put("groups", totals.groups());
            fields.put("manifests", totals.parts());
            fields.put("objects", totals.objects());
            fields.put("bytes", totals.bytes());
            fields.put("already_planned", totals.alreadyPlanned());
            fields.put("duplicates", totals.duplicates());
            fields.putAll(report.tally().counts());
            fields.put("examples", report.tally().examples());
        }
        if (!report.groups().isEmpty()) {
            fields.put("group_totals", groups(report.groups()));
        }
        Estimate estimate = report.estimate();
        if (estimate != null) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("requests_get", estimate.requests().get() + estimate.requests().head());
            values.put("requests_put", estimate.requests().put());
            values.put("cost_usd", estimate.costUsd());
            values.put("duration_seconds", estimate.duration().toSeconds());
            values.put("concurrency", Estimate.CONCURRENCY);
            fields.put("estimate", values);
        }
        fields.putAll(counts(report.dispatch()));
        Map<String, Object> requests = new LinkedHashMap<>();
        requests.put("get", report.requests().get());
        requests.put("head", report.requests().head());
        requests.put("list", report.requests().list());
        requests.put("put", report.requests().put());
        requests.put("delete", report.requests().delete());
        fields.put("requests", requests);
        fields.put("estimated_cost_usd", report.requests().estimatedCostUsd());
        return fields;
    }

    private static Map<String, Object> groups(Map<String, GroupTable.Total> groups) {
        Map<String, Object> shown = new LinkedHashMap<>();
        groups.entrySet().stream()
                .limit(MAX_GROUPS)
                .forEach(
                        group ->
                                shown.put(
                                        group.getKey(),
                                        Map.of(
                                                "objects",
                                                group.getValue().objects(),
                                                "bytes",
                                                group.getValue().bytes())));
        return shown;
    }

    private static Map<String, Long> counts(DispatchCounts counts) {
        Map<String, Long> fields = new LinkedHashMap<>();
        fields.put("archives_done", counts.done());
        fields.put("compressors_running", counts.running());
        fields.put("compressors_started", counts.started());
        fields.put("compressors_retried", counts.retried());
        fields.put("manifests_left", counts.left());
        return fields;
    }

    /// What is counted, for the log.
    static Map<String, Long> logged(OrchestrationReport report) {
        Map<String, Long> counts = new LinkedHashMap<>(counts(report.dispatch()));
        if (report.tally() != null) {
            counts.putAll(report.tally().counts());
            counts.put("groups", report.totals().groups());
            counts.put("manifests", report.totals().parts());
            counts.put("objects", report.totals().objects());
            counts.put("bytes", report.totals().bytes());
        }
        return counts;
    }
}
