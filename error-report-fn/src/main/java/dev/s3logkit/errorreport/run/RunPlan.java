package dev.s3logkit.errorreport.run;

import dev.s3logkit.errorreport.report.Window;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.store.MailLedger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Which window of which report a run is about. Every retry of a run has the same plan.
///
/// @param end of all windows
record RunPlan(Instant end, List<Part> parts) {

    /// Longer than a failed execution can be redriven.
    private static final Duration KEEP = Duration.ofDays(20);

    /// A report that was not reported for longer starts from here.
    static final Duration LONGEST = Duration.ofDays(7);

    RunPlan {
        parts = List.copyOf(parts);
    }

    /// @param due false when the window has been reported already
    record Part(Rule rule, Window window, boolean due) {}

    /// Plans a run, or finds the plan of its first try.
    ///
    /// @param length of the windows of a schedule
    /// @param settling how long ago windows have to have ended
    static RunPlan of(
            RunRequest request,
            Rules rules,
            MailLedger ledger,
            Duration length,
            Duration settling,
            Instant now)
            throws IOException {
        List<Rule> wanted = wanted(request, rules);
        Instant end = end(request, length, settling, now);
        Map<String, Object> windows = new LinkedHashMap<>();
        for (Rule rule : wanted) {
            windows.put(rule.reportId(), window(request, rule, ledger, length, end));
        }
        Map<String, Object> proposal = new LinkedHashMap<>();
        proposal.put("end", end.toString());
        proposal.put("windows", windows);
        Map<String, Object> agreed =
                request.execution().isPresent()
                        ? ledger.agree("run/" + request.execution().get(), proposal, KEEP)
                        : proposal;
        return parse(agreed, wanted);
    }

    private static List<Rule> wanted(RunRequest request, Rules rules) {
        if (request.reportIds().isEmpty()) {
            return rules.rules();
        }
        List<Rule> wanted = new ArrayList<>();
        for (String id : request.reportIds()) {
            wanted.add(
                    rules.rule(id)
                            .orElseThrow(
                                    () ->
                                            new InvalidRunException(
                                                    "report_ids: there is no report %s, only %s"
                                                            .formatted(id, ids(rules)))));
        }
        return wanted;
    }

    private static TreeSet<String> ids(Rules rules) {
        TreeSet<String> ids = new TreeSet<>();
        rules.rules().forEach(rule -> ids.add(rule.reportId()));
        return ids;
    }

    private static Instant end(
            RunRequest request, Duration length, Duration settling, Instant now) {
        if (request.window().isEmpty()) {
            return Window.latestEnd(now, length, settling);
        }
        Window window = request.window().get();
        if (!window.isSettled(now, settling)) {
            throw new InvalidRunException(
                    "window: it ends at %s; expected at least %d s ago, which is %s"
                            .formatted(window.to(), settling.toSeconds(), now.minus(settling)));
        }
        return window.to();
    }

    private static Map<String, Object> window(
            RunRequest request, Rule rule, MailLedger ledger, Duration length, Instant end)
            throws IOException {
        Window window = new Window(end.minus(length), end);
        boolean due = true;
        if (request.window().isPresent()) {
            window = request.window().get();
        } else {
            if (request.isScheduled()) {
                // The books start here: a first window that fails is not forgotten.
                ledger.advance(rule.reportId(), null, window.from());
            }
            Instant until = ledger.reportedUntil(rule.reportId()).orElse(window.from());
            due = until.isBefore(end);
            if (due) {
                Instant longest = end.minus(LONGEST);
                window = new Window(until.isBefore(longest) ? longest : until, end);
            }
        }
        Map<String, Object> json = window.toJson();
        json.put("due", due);
        return json;
    }

    private static RunPlan parse(Map<String, Object> json, List<Rule> rules) {
        List<Part> parts = new ArrayList<>();
        if (json.get("windows") instanceof Map<?, ?> windows) {
            for (Rule rule : rules) {
                // A rule that came between two tries has to wait for the next run.
                if (windows.get(rule.reportId()) instanceof Map<?, ?> window) {
                    parts.add(
                            new Part(
                                    rule,
                                    Window.parse(window),
                                    Boolean.TRUE.equals(window.get("due"))));
                }
            }
        }
        return new RunPlan(Instant.parse(String.valueOf(json.get("end"))), parts);
    }
}
