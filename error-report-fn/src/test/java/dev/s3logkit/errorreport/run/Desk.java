package dev.s3logkit.errorreport.run;

import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.mail.Mail;
import dev.s3logkit.errorreport.mail.MailWriter;
import dev.s3logkit.errorreport.mail.Mailer;
import dev.s3logkit.errorreport.mail.ReportMails;
import dev.s3logkit.errorreport.report.Window;
import dev.s3logkit.errorreport.rule.MailOptions;
import dev.s3logkit.errorreport.rule.Match;
import dev.s3logkit.errorreport.rule.RecipientGroup;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.rule.Severity;
import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.Extract;
import dev.s3logkit.errorreport.store.InMemoryErrorStore;
import dev.s3logkit.errorreport.store.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that runs need, in memory and on a clock that the test moves.
final class Desk {

    static final Instant TEN = Instant.parse("2099-03-01T10:00:00Z");
    static final Duration STEP = Duration.ofMinutes(10);
    static final S3Uri DASHBOARD = S3Uri.parse("s3://errors/dashboard/");

    final TestClock clock = new TestClock(TEN);
    final InMemoryErrorStore store = new InMemoryErrorStore(clock);
    final InMemoryObjectStore objects = new InMemoryObjectStore("errors");
    final List<Mail> sent = new ArrayList<>();
    final Deque<Mailer> next = new ArrayDeque<>();
    Rules rules;
    private int number;

    Desk(Rule... rules) {
        this.rules = new Rules(ZoneOffset.UTC, Map.of(), List.of(rules));
    }

    static Rule rule(String id, String... groups) {
        return rule(id, false, groups);
    }

    static Rule rule(String id, boolean whenQuiet, String... groups) {
        List<RecipientGroup> recipients = new ArrayList<>();
        for (String group : groups) {
            recipients.add(new RecipientGroup(group, List.of(group + "@example.com")));
        }
        return new Rule(
                id,
                "Errors of " + id,
                List.of("*"),
                new Match(List.of("ERROR"), false, null),
                List.of(),
                Severity.ERROR,
                recipients,
                Duration.ofDays(30),
                new MailOptions(true, whenQuiet, "Errors of " + id, List.of()));
    }

    /// Stores an error now.
    void error(String report, String application, String kind) throws IOException {
        error(
                report,
                application,
                kind,
                clock.instant(),
                clock.instant().plus(Duration.ofDays(30)));
    }

    void error(String report, String application, String kind, Instant eventTime, Instant expires)
            throws IOException {
        number++;
        Extract extract =
                new Extract(
                        kind + " " + number,
                        kind + " #",
                        "ERROR",
                        null,
                        null,
                        null,
                        null,
                        Map.of());
        store.put(
                new ErrorItem(
                        report,
                        "id" + number,
                        application,
                        "20990301",
                        eventTime,
                        Instant.EPOCH,
                        extract.toJson(),
                        kind.replace(' ', '-'),
                        "s3://logs/logs/" + application + "/20990301/" + number + ".gz",
                        number,
                        expires));
    }

    ContextCollector collector() {
        return new ContextCollector(
                rules,
                store,
                store,
                objects,
                S3Uri.parse("s3://errors/contexts/"),
                STEP,
                Duration.ofMinutes(1),
                clock);
    }

    S3Uri collect(String execution) throws IOException {
        return collector()
                .collect(new RunRequest(Optional.of(execution), List.of(), Optional.empty()))
                .place();
    }

    S3Uri collect(String execution, Window window) throws IOException {
        return collector()
                .collect(new RunRequest(Optional.of(execution), List.of(), Optional.of(window)))
                .place();
    }

    /// Sends the mails of a context; the first of [#next] handles the next mail, and all further
    /// ones are accepted.
    MailCounts mail(S3Uri place) throws IOException {
        Mailer mailer =
                mail -> {
                    Mailer scripted = next.poll();
                    return scripted == null ? accept(mail) : scripted.send(mail);
                };
        EmailRun run =
                new EmailRun(
                        rules,
                        store,
                        new ReportMails(
                                store,
                                store,
                                mailer,
                                new MailWriter("errors@example.com", "https://example.com/d")),
                        objects);
        run.run(place);
        return run.counts();
    }

    Mailer.Outcome accept(Mail mail) {
        sent.add(mail);
        return new Mailer.Outcome.Accepted("m" + sent.size());
    }

    /// One run on schedule, at some minutes after ten.
    MailCounts runAt(int minutes) throws IOException {
        at(minutes);
        return mail(collect("run-" + minutes));
    }

    /// Sets the clock to some minutes after ten.
    void at(int minutes) {
        clock.set(TEN.plus(Duration.ofMinutes(minutes)));
    }

    /// The death of the process, which nothing catches.
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }
}
