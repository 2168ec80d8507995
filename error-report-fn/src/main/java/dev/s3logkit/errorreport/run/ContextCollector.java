package dev.s3logkit.errorreport.run;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.report.Report;
import dev.s3logkit.errorreport.report.ReportBuilder;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.MailLedger;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Fixes the windows of a run, counts their errors, and keeps the result in S3.
public final class ContextCollector {

    private static final DateTimeFormatter PATH =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Rules rules;
    private final ErrorStore store;
    private final MailLedger ledger;
    private final ObjectStore objects;
    private final S3Uri folder;
    private final Duration length;
    private final Duration settling;
    private final Clock clock;

    /// @param folder that contexts are kept in; ends in a slash
    /// @param length of the windows of a schedule
    /// @param settling how long ago windows have to have ended
    public ContextCollector(
            Rules rules,
            ErrorStore store,
            MailLedger ledger,
            ObjectStore objects,
            S3Uri folder,
            Duration length,
            Duration settling,
            Clock clock) {
        this.rules = rules;
        this.store = store;
        this.ledger = ledger;
        this.objects = objects;
        this.folder = folder;
        this.length = length;
        this.settling = settling;
        this.clock = clock;
    }

    /// Where a context is, and what is in it.
    public record Collected(S3Uri place, RunContext context) {}

    /// Collects. A retry of the same execution gives the same windows.
    ///
    /// @throws InvalidRunException when the request names a report that is none, or a window that
    ///   has not settled
    public Collected collect(RunRequest request) throws IOException {
        Instant now = clock.instant();
        RunPlan plan = RunPlan.of(request, rules, ledger, length, settling, now);
        List<RunContext.Entry> entries = new ArrayList<>();
        for (RunPlan.Part part : plan.parts()) {
            Report report = ReportBuilder.build(part.rule(), part.window(), store);
            entries.add(new RunContext.Entry(report, part.due()));
        }
        RunContext context = new RunContext(request.isScheduled(), plan.end(), now, entries);
        String name = request.execution().orElseGet(() -> UUID.randomUUID().toString());
        S3Uri place =
                folder.append(
                        PATH.format(plan.end())
                                + "-"
                                + name.replaceAll("[^A-Za-z0-9_.-]", "_")
                                + ".json");
        // What an earlier try wrote is about the same windows.
        new SmallObjects(objects).create(place, "application/json", context.toJson());
        return new Collected(place, context);
    }
}
