package dev.s3logkit.errorreport.mail;

import dev.s3logkit.errorreport.mail.Mailer.Outcome;
import dev.s3logkit.errorreport.report.ErrorGroup;
import dev.s3logkit.errorreport.report.GroupState;
import dev.s3logkit.errorreport.report.Report;
import dev.s3logkit.errorreport.report.ReportBuilder;
import dev.s3logkit.errorreport.report.Trend;
import dev.s3logkit.errorreport.report.Window;
import dev.s3logkit.errorreport.rule.RecipientGroup;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.MailKey;
import dev.s3logkit.errorreport.store.MailLedger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Sends the mails of reports, each at most once.
///
/// A mail is claimed, handed over, and confirmed. A claim that stays unconfirmed, because the
/// sender died, the answer was lost or the mail was refused, is never sent again: the group's next
/// mail names its window and goes back to it. A claim is given back only when the mail was
/// certainly not taken and may be later.
public final class ReportMails {

    /// How far a mail goes back at most for windows whose own mail may not have arrived.
    static final Duration LONGEST = Duration.ofDays(7);

    private final ErrorStore store;
    private final MailLedger ledger;
    private final Mailer mailer;
    private final MailWriter writer;

    public ReportMails(ErrorStore store, MailLedger ledger, Mailer mailer, MailWriter writer) {
        this.store = store;
        this.ledger = ledger;
        this.mailer = mailer;
        this.writer = writer;
    }

    /// What became of the mail to one group.
    public sealed interface Fate {

        /// It was sent.
        ///
        /// @param included windows of earlier mails whose errors it includes
        record Sent(int included) implements Fate {}

        /// There was nothing to tell.
        record Quiet() implements Fate {}

        /// It was sent by an earlier run.
        record SentBefore() implements Fate {}

        /// It may have been sent or not.
        record Unknown(String reason) implements Fate {}

        /// It cannot be sent.
        record Refused(String reason) implements Fate {}

        /// It was not sent, and may be tried again.
        record Busy(String reason) implements Fate {}
    }

    /// Sends one report to one group.
    ///
    /// @param report of the window
    /// @throws IOException when the store failed; calling again sends nothing twice
    public Fate send(Rule rule, RecipientGroup group, Report report) throws IOException {
        Window window = report.window();
        MailKey key = new MailKey(rule.reportId(), window.from(), window.to(), group.name());
        List<MailKey> open = open(key);
        boolean something = isWorthAMail(report) || rule.mail().whenQuiet();
        if (!something && open.isEmpty()) {
            return new Fate.Quiet();
        }
        return switch (ledger.claim(key)) {
            case ALREADY_SENT -> new Fate.SentBefore();
            case FATE_UNKNOWN ->
                    new Fate.Unknown("an earlier run claimed the mail and did not confirm it");
            case CLAIMED -> sendClaimed(rule, group, report, key, open);
        };
    }

    /// Errors, or the end of more than a few of them.
    public static boolean isWorthAMail(Report report) {
        if (report.counts().window() > 0) {
            return true;
        }
        return report.groups(GroupState.GONE).stream()
                .map(ErrorGroup::trend)
                .anyMatch(trend -> trend == Trend.DOWN);
    }

    private List<MailKey> open(MailKey own) throws IOException {
        List<MailKey> open = new ArrayList<>(ledger.unknown(own.reportId(), own.recipientGroup()));
        // What ends later is another run's, which will include this one.
        open.removeIf(mail -> mail.equals(own) || mail.windowEnd().isAfter(own.windowEnd()));
        return open;
    }

    private Fate sendClaimed(
            Rule rule, RecipientGroup group, Report report, MailKey key, List<MailKey> open)
            throws IOException {
        Report whole = report;
        if (!open.isEmpty()) {
            Instant earliest = report.window().to().minus(LONGEST);
            Instant start = open.getFirst().windowStart();
            Window back = report.window().startingBy(start.isBefore(earliest) ? earliest : start);
            whole = ReportBuilder.build(rule, back, store);
        }
        Mail mail = writer.write(rule, group, whole, spans(open));
        return switch (mailer.send(mail)) {
            case Outcome.Accepted accepted -> {
                ledger.confirm(key, accepted.messageId());
                int included = open.size();
                for (List<MailKey> more = open; !more.isEmpty(); more = open(key)) {
                    ledger.settle(more);
                }
                yield new Fate.Sent(included);
            }
            case Outcome.Refused refused -> new Fate.Refused(refused.reason());
            case Outcome.Unknown unknown -> new Fate.Unknown(unknown.reason());
            case Outcome.Busy busy -> {
                ledger.release(key);
                yield new Fate.Busy(busy.reason());
            }
        };
    }

    /// Windows that follow on each other as one.
    static List<Window> spans(List<MailKey> mails) {
        List<Window> spans = new ArrayList<>();
        for (MailKey mail : mails) {
            Window window = new Window(mail.windowStart(), mail.windowEnd());
            if (!spans.isEmpty() && !window.from().isAfter(spans.getLast().to())) {
                Window last = spans.removeLast();
                Instant end = window.to().isAfter(last.to()) ? window.to() : last.to();
                spans.add(new Window(last.from(), end));
            } else {
                spans.add(window);
            }
        }
        return spans;
    }
}
