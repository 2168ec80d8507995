package dev.s3logkit.errorreport.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.mail.Mail;
import dev.s3logkit.errorreport.mail.MailFateUnknownException;
import dev.s3logkit.errorreport.mail.MailRefusedException;
import dev.s3logkit.errorreport.mail.MailThrottledException;
import dev.s3logkit.errorreport.mail.Mailer.Outcome;
import dev.s3logkit.errorreport.report.Window;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Windows and mails over several runs of the schedule.
class EmailRunTest {

    private final Desk desk = new Desk(Desk.rule("shop", "ops"));

    private List<String> subjects() {
        return desk.sent.stream().map(Mail::subject).toList();
    }

    @Test
    void reportsEveryErrorOnceInTheWindowInWhichItWasStored() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "timeout");
        desk.runAt(11);
        desk.at(12);
        desk.error("shop", "web", "timeout");
        desk.error("shop", "web", "refused");
        desk.runAt(21);

        assertThat(subjects())
                .containsExactly(
                        "Errors of shop – new: timeout # in web, 1 error",
                        "Errors of shop – new: refused # in web, 1 ongoing, 2 errors");
        assertThat(desk.sent.get(1).text()).contains("* timeout #\n  1 (1 before)");
    }

    @Test
    void reportsInTheNextWindowWhatHappenedAnHourAgoAndWhoseLogArrivesNow() throws IOException {
        desk.runAt(11);
        desk.at(12);
        Instant hourAgo = desk.clock.instant().minus(Duration.ofHours(1));
        desk.error("shop", "web", "late", hourAgo, Instant.MAX);
        desk.runAt(21);

        assertThat(subjects()).containsExactly("Errors of shop – new: late # in web, 1 error");
        assertThat(desk.sent.getFirst().text()).contains("1 Mar 2099 09:12:00 UTC");
    }

    @Test
    void leavesWhatIsLessThanAMinuteOldToTheNextWindow() throws IOException {
        desk.at(9);
        desk.error("shop", "web", "early");
        desk.at(10);
        desk.error("shop", "web", "border");
        desk.clock.set(Desk.TEN.plusSeconds(659));
        desk.mail(desk.collect("a"));
        assertThat(subjects()).isEmpty();

        desk.runAt(11);
        desk.runAt(21);

        assertThat(subjects())
                .containsExactly(
                        "Errors of shop – new: early # in web, 1 error",
                        "Errors of shop – new: border # in web, 1 gone, 1 error");
    }

    @Test
    void neverReportsWhatHasExpiredAlthoughItIsStillStored() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "expired", Desk.TEN, Desk.TEN.plusSeconds(300));
        desk.runAt(11);

        assertThat(desk.store.items()).hasSize(1);
        assertThat(subjects()).isEmpty();
    }

    @Test
    void sendsNothingForAQuietWindowUnlessTheRuleAsksForIt() throws IOException {
        assertThat(desk.runAt(11).toMap()).containsEntry("mails_quiet", 1L);
        assertThat(subjects()).isEmpty();

        Desk chatty = new Desk(Desk.rule("shop", true, "ops"));
        chatty.runAt(11);

        assertThat(chatty.sent.getFirst().subject()).isEqualTo("Errors of shop – 0 errors");
    }

    @Test
    void tellsTheEndOfABurstButNotOfASingleError() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "single");
        desk.runAt(11);
        desk.runAt(21);
        assertThat(desk.sent).hasSize(1);
        desk.at(22);
        for (int i = 0; i < 8; i++) {
            desk.error("shop", "web", "burst");
        }
        desk.runAt(31);
        desk.runAt(41);
        desk.runAt(51);

        assertThat(subjects())
                .endsWith(
                        "Errors of shop – new: burst # in web, 8 errors",
                        "Errors of shop – 1 gone, 0 errors");
    }

    @Test
    void makesUpForRunsThatDidNotTakePlace() throws IOException {
        desk.runAt(11);
        desk.at(12);
        desk.error("shop", "web", "first");
        desk.at(25);
        desk.error("shop", "web", "second");
        desk.runAt(41);

        assertThat(desk.sent).hasSize(1);
        assertThat(desk.sent.getFirst().text())
                .contains("10:10 to 10:40 UTC")
                .contains("first")
                .contains("second");
    }

    @Test
    void givesEveryTryOfAnExecutionTheSameWindow() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "timeout");
        desk.at(11);
        S3Uri first = desk.collect("same");
        desk.at(55);
        S3Uri again = desk.collect("same");
        desk.mail(again);

        assertThat(again).isEqualTo(first);
        assertThat(desk.sent.getFirst().text()).contains("10:00 to 10:10 UTC");
    }

    @Test
    void sendsNoSecondMailHoweverOftenARunIsRepeated() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "timeout");
        desk.at(11);
        S3Uri place = desk.collect("run");
        for (int i = 0; i < 5; i++) {
            desk.mail(place);
        }
        desk.mail(desk.collect("other"));

        assertThat(desk.sent).hasSize(1);
    }

    @Test
    void sendsNoSecondMailWhenTheSenderDiedAfterItsMailWasAccepted() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "timeout");
        desk.next.add(
                mail -> {
                    desk.accept(mail);
                    throw new Desk.Death();
                });
        desk.at(11);
        S3Uri place = desk.collect("run");
        assertThatThrownBy(() -> desk.mail(place)).isInstanceOf(Desk.Death.class);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> desk.mail(place))
                    .isInstanceOf(MailFateUnknownException.class)
                    .hasMessageContaining("report shop, group ops");
        }
        assertThat(desk.sent).hasSize(1);
        desk.runAt(21);

        // Quiet, and told all the same: nobody knows what arrived.
        assertThat(desk.sent).hasSize(2);
        assertThat(desk.sent.getLast().text())
                .contains("! The mail for Sun 1 Mar 2099, 10:00 to 10:10 UTC may not have arrived")
                .contains("timeout");
        desk.runAt(31);
        assertThat(desk.sent).hasSize(2);
        assertThat(desk.mail(place).toMap()).containsEntry("mails_sent_before", 1L);
    }

    @Test
    void losesNothingWhenTheSenderDiedBeforeItsMailWasHandedOver() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "timeout");
        desk.next.add(
                _ -> {
                    throw new Desk.Death();
                });
        desk.at(11);
        S3Uri place = desk.collect("run");
        assertThatThrownBy(() -> desk.mail(place)).isInstanceOf(Desk.Death.class);
        desk.at(12);
        desk.error("shop", "web", "refused");

        desk.runAt(21);

        assertThat(desk.sent).hasSize(1);
        assertThat(desk.sent.getFirst().text())
                .contains("may not have arrived")
                .contains("timeout")
                .contains("refused");
        assertThat(desk.sent.getFirst().html()).contains("may not have arrived");
    }

    @Test
    void goesBackToEveryWindowWhoseMailMayNotHaveArrived() throws IOException {
        for (int i = 0; i < 4; i++) {
            desk.at(10 * i + 1);
            desk.error("shop", "web", "kind " + (char) ('a' + i));
            int end = 10 * i + 11;
            desk.next.add(_ -> new Outcome.Unknown("lost"));
            assertThatThrownBy(() -> desk.runAt(end)).isInstanceOf(MailFateUnknownException.class);
        }

        assertThat(desk.runAt(51).toMap()).containsEntry("windows_included", 4L);

        assertThat(desk.sent).hasSize(1);
        assertThat(desk.sent.getFirst().text())
                .contains("The mail for Sun 1 Mar 2099, 10:00 to 10:40 UTC")
                .contains("kind a", "kind b", "kind c", "kind d");
    }

    @Test
    void triesAgainInTheSameRunWhatSesHadNoTimeFor() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "timeout");
        desk.next.add(_ -> new Outcome.Busy("rate exceeded"));
        desk.at(11);
        S3Uri place = desk.collect("run");
        assertThatThrownBy(() -> desk.mail(place))
                .isInstanceOf(MailThrottledException.class)
                .hasMessageContaining("rate exceeded");

        desk.mail(place);

        assertThat(desk.sent).hasSize(1);
        assertThat(desk.sent.getFirst().text()).doesNotContain("may not have arrived");
    }

    @Test
    void includesInTheNextWindowWhatSesNeverHadTimeFor() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "timeout");
        desk.next.add(_ -> new Outcome.Busy("rate exceeded"));
        assertThatThrownBy(() -> desk.runAt(11)).isInstanceOf(MailThrottledException.class);

        desk.runAt(21);

        assertThat(desk.sent.getFirst().text()).contains("10:00 to 10:20 UTC").contains("timeout");
    }

    @Test
    void sendsTheMailsOfOthersWhenOneIsRefusedAndIncludesItsWindowLater() throws IOException {
        Desk two = new Desk(Desk.rule("shop", "ops", "boss"), Desk.rule("bank", "ops"));
        two.at(1);
        two.error("shop", "web", "timeout");
        two.error("bank", "ledger", "overdrawn");
        two.next.add(_ -> new Outcome.Refused("ops@example.com is not verified"));

        assertThatThrownBy(() -> two.runAt(11))
                .isInstanceOf(MailRefusedException.class)
                .hasMessage("report shop, group ops: ops@example.com is not verified");
        assertThat(two.sent)
                .extracting(mail -> mail.to().getFirst() + " " + mail.reportId())
                .containsExactly("boss@example.com shop", "ops@example.com bank");
        two.runAt(21);

        assertThat(two.sent).hasSize(3);
        assertThat(two.sent.getLast().to()).containsExactly("ops@example.com");
        assertThat(two.sent.getLast().text()).contains("may not have arrived", "timeout");
    }

    @Test
    void goesOnWithoutMailsWhereThereIsNoSender() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "timeout");
        desk.at(11);
        new EmailRun(desk.rules, desk.store, null, desk.objects).run(desk.collect("run"));

        assertThat(desk.store.reportedUntil("shop")).hasValue(Desk.TEN.plus(Desk.STEP));
    }

    @Test
    void reportsAWindowByHandWithoutMovingTheSchedule() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "timeout");
        desk.at(15);
        Window hour = new Window(Desk.TEN.minus(Duration.ofHours(1)), Desk.TEN.plusSeconds(780));
        S3Uri place = desk.collect("hand", hour);
        desk.mail(place);
        desk.mail(place);

        assertThat(desk.sent).hasSize(1);
        assertThat(desk.sent.getFirst().text()).contains("09:00 to 10:13 UTC");
        assertThat(desk.store.reportedUntil("shop")).isEmpty();
    }

    @Test
    void refusesRunsThatCannotBe() {
        desk.at(15);

        assertThatThrownBy(() -> desk.collect("x", new Window(Desk.TEN, Desk.TEN.plusSeconds(900))))
                .isInstanceOf(InvalidRunException.class)
                .hasMessageContaining("expected at least 60 s ago");
        assertThatThrownBy(
                        () ->
                                desk.collector()
                                        .collect(
                                                new RunRequest(
                                                        Optional.empty(),
                                                        List.of("shoes"),
                                                        Optional.empty())))
                .hasMessage("report_ids: there is no report shoes, only [shop]");
        assertThatThrownBy(() -> RunRequest.parse(Map.of("reports", List.of())))
                .hasMessageContaining("[reports]: not known");
        assertThatThrownBy(() -> RunRequest.parse(Map.of("report_ids", "shop")))
                .hasMessage("report_ids: expected a list of report ids");
        assertThatThrownBy(
                        () ->
                                RunRequest.parse(
                                        Map.of("window", Map.of("from", "today", "to", "x"))))
                .hasMessageContaining("'today' is no time");
        assertThatThrownBy(
                        () ->
                                RunRequest.parse(
                                        Map.of(
                                                "window",
                                                Map.of(
                                                        "from", "2026-03-01T10:00:00Z",
                                                        "to", "2026-03-01T10:00:00Z"))))
                .hasMessageContaining("it has to end after its start");
        assertThatThrownBy(() -> RunRequest.parse(Map.of("execution", "")))
                .hasMessageContaining("execution");
    }
}
