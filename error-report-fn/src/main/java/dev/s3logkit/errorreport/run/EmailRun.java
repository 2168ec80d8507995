package dev.s3logkit.errorreport.run;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.mail.MailFateUnknownException;
import dev.s3logkit.errorreport.mail.MailRefusedException;
import dev.s3logkit.errorreport.mail.MailThrottledException;
import dev.s3logkit.errorreport.mail.ReportMails;
import dev.s3logkit.errorreport.mail.ReportMails.Fate;
import dev.s3logkit.errorreport.report.Report;
import dev.s3logkit.errorreport.rule.RecipientGroup;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.store.MailLedger;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Mails what a run has counted. One report or group that fails does not keep the others from their
/// mails; then the failure is thrown.
public final class EmailRun {

    private final Rules rules;
    private final MailLedger ledger;
    private final @Nullable ReportMails mails;
    private final ObjectStore objects;
    private final MailCounts counts = new MailCounts();
    private final List<String> busy = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    /// For one run.
    ///
    /// @param mails null to send none, and to go on with the next window all the same
    public EmailRun(
            Rules rules, MailLedger ledger, @Nullable ReportMails mails, ObjectStore objects) {
        this.rules = rules;
        this.ledger = ledger;
        this.mails = mails;
        this.objects = objects;
    }

    /// Sends the mails of a context.
    ///
    /// @throws MailThrottledException when some were not sent and may be tried again
    /// @throws MailRefusedException when some cannot be sent
    /// @throws MailFateUnknownException when nobody knows whether some were sent
    /// @throws IOException when the store or S3 failed
    public void run(S3Uri contextPlace) throws IOException {
        RunContext context =
                RunContext.parse(
                        new SmallObjects(objects).read(contextPlace), contextPlace.toString());
        IOException failure = null;
        for (RunContext.Entry entry : context.entries()) {
            Optional<Rule> rule = rules.rule(entry.report().reportId());
            if (entry.due() && rule.isPresent()) {
                try {
                    boolean done = send(rule.get(), entry.report());
                    if (done && context.scheduled()) {
                        advance(entry.report());
                    }
                } catch (IOException e) {
                    counts.failed++;
                    failure = later(failure, e);
                }
            }
        }
        complain(failure);
    }

    /// What was sent and what was not, so far.
    public MailCounts counts() {
        return counts;
    }

    private static IOException later(@Nullable IOException first, IOException e) {
        if (first == null) {
            return e;
        }
        first.addSuppressed(e);
        return first;
    }

    /// @return whether nothing is left that this run could still send
    private boolean send(Rule rule, Report report) throws IOException {
        if (mails == null || !rule.mail().enabled()) {
            return true;
        }
        boolean done = true;
        for (RecipientGroup group : rule.recipients()) {
            String subject = "report %s, group %s".formatted(rule.reportId(), group.name());
            switch (mails.send(rule, group, report)) {
                case Fate.Sent sent -> {
                    counts.sent++;
                    counts.included += sent.included();
                }
                case Fate.Quiet _ -> counts.quiet++;
                case Fate.SentBefore _ -> counts.sentBefore++;
                case Fate.Busy(String reason) -> {
                    counts.busy++;
                    busy.add(subject + ": " + reason);
                    done = false;
                }
                case Fate.Refused(String reason) -> {
                    counts.refused++;
                    refused.add(subject + ": " + reason);
                }
                case Fate.Unknown(String reason) -> {
                    counts.unknown++;
                    unknown.add(subject + ": " + reason);
                }
            }
        }
        return done;
    }

    /// Never back: another run may have gone further.
    private void advance(Report report) throws IOException {
        Instant end = report.window().to();
        Instant until = ledger.reportedUntil(report.reportId()).orElse(null);
        while (until == null || until.isBefore(end)) {
            if (ledger.advance(report.reportId(), until, end)) {
                return;
            }
            until = ledger.reportedUntil(report.reportId()).orElse(null);
        }
    }

    private void complain(@Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (!busy.isEmpty()) {
            throw new MailThrottledException(String.join("; ", busy));
        }
        if (!refused.isEmpty()) {
            throw new MailRefusedException(String.join("; ", refused));
        }
        if (!unknown.isEmpty()) {
            throw new MailFateUnknownException(
                    String.join("; ", unknown)
                            + ". It is not sent again; the group's next mail names the window and"
                            + " includes its errors");
        }
    }
}
