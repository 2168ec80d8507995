package dev.s3logkit.errorreport.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.errorreport.report.Report;
import dev.s3logkit.errorreport.report.ReportBuilder;
import dev.s3logkit.errorreport.report.Window;
import dev.s3logkit.errorreport.rule.MailOptions;
import dev.s3logkit.errorreport.rule.Match;
import dev.s3logkit.errorreport.rule.RecipientGroup;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.rule.Severity;
import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.Extract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MailWriterTest {

    private static final Instant END = Instant.parse("2026-11-21T10:10:00Z");
    private static final Window WINDOW = new Window(END.minus(Duration.ofMinutes(10)), END);
    private static final RecipientGroup OPS =
            new RecipientGroup("ops", List.of("a@example.com", "b@example.com"));

    /// Everything that a log may hold, in every place at which a mail shows something of a log.
    private static final String HOSTILE =
            "</title><script>alert(1)</script><img src=x onerror=alert(2)> \" ' & \u202E \u0007 "
                    + "<a href=\"javascript:x\">\r\nBcc: all@example.com";

    private static Rule rule(String text) {
        return new Rule(
                "shop",
                text,
                List.of("*"),
                new Match(List.of("x"), false, null),
                List.of(),
                Severity.ERROR,
                List.of(OPS),
                Duration.ofDays(1),
                new MailOptions(true, false, text, List.of("team@example.com")));
    }

    private static Report report(Rule rule, int kinds, String text, String exception) {
        ReportBuilder builder = new ReportBuilder(rule, WINDOW);
        for (int i = 0; i < kinds; i++) {
            builder.visit(
                    new ErrorItem(
                            "shop",
                            "i" + i,
                            text,
                            "20261121",
                            END.minusSeconds(60 + i),
                            END.minusSeconds(60),
                            new Extract(
                                            text,
                                            text,
                                            text,
                                            text,
                                            text,
                                            exception,
                                            (text + "\n\tat x").repeat(40),
                                            Map.of(text, text))
                                    .toJson(),
                            "f" + i,
                            "s3://b/" + text,
                            17,
                            END.plusSeconds(9)));
        }
        return builder.report();
    }

    private static Mail mail(Rule rule, Report report) {
        return new MailWriter("errors@example.com", "https://example.com/?a=1&b=2")
                .write(rule, OPS, report, List.of(WINDOW.previous()));
    }

    @Test
    void escapesEverythingThatCameFromALog() {
        Rule rule = rule("Shop");
        Mail mail = mail(rule, report(rule, 3, HOSTILE, HOSTILE));

        // What is left after all markup of our own is taken away holds no markup.
        Matcher tags = Pattern.compile("<[^>]*>").matcher(mail.html());
        while (tags.find()) {
            assertThat(tags.group())
                    .matches(
                            "(?s)<(/?(html|head|body|title|style|table|tr|td|th|p|span|strong|h1|h2|br|div|a)"
                                    + "( [^<]*)?|meta [^<]*|!doctype html)>")
                    .doesNotContain("alert", "onerror", "javascript");
        }
        assertThat(mail.html())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("https://example.com/?a=1&amp;b=2")
                .doesNotContain("\u202E", "\u0007", "<script", "<img");
        assertThat(mail.subject()).doesNotContain("\r", "\n", "\u202E");
        assertThat(mail.text()).doesNotContain("\u0007", "\nBcc:");
    }

    @Test
    void asksNobodyForAnything() {
        Rule rule = rule("Shop");

        assertThat(mail(rule, report(rule, 2, "x", null)).html())
                .doesNotContain("src=", "url(", "<link", "@import");
    }

    @Test
    void staysBelowTheSizeAtWhichMailClientsCutHoweverMuchThereIsToTell() {
        Rule rule = rule("Shop");
        Mail mail = mail(rule, report(rule, 400, "<&\u0001\u20AC".repeat(600), "a.B"));

        assertThat(mail.html().getBytes(UTF_8).length).isLessThan(102_000);
        assertThat(mail.html()).contains("more groups");
        assertThat(mail.text().length()).isLessThan(102_000);
    }

    @Test
    void saysInTheSubjectWhatIsNew() {
        Rule rule = rule("Shop");

        assertThat(mail(rule, report(rule, 3, "web", "java.net.ConnectException")).subject())
                .isEqualTo("Shop – new: ConnectException in web and 2 more, 3 errors");
        assertThat(mail(rule, report(rule, 0, "", null)).subject()).isEqualTo("Shop – 0 errors");
        assertThat(mail(rule, report(rule, 1, "w".repeat(900), null)).subject())
                .hasSizeLessThan(170);
    }

    @Test
    void goesToTheGroupWithBothParts() {
        Rule rule = rule("Shop");
        Mail mail = mail(rule, report(rule, 1, "web", null));

        assertThat(mail.to()).containsExactly("a@example.com", "b@example.com");
        assertThat(mail.replyTo()).containsExactly("team@example.com");
        assertThat(mail.text())
                .contains("Sat 21 Nov 2026, 10:00 to 10:10 UTC")
                .contains("! The mail for Sat 21 Nov 2026, 09:50 to 10:00 UTC may not have arrived")
                .contains("1 error, 0 in the window before, 1 in 24 hours")
                .contains("·······················█  most at 09:10")
                .contains("s3://b/web line 17")
                .contains("https://example.com/?a=1&b=2");
        assertThat(mail.html()).contains("lang=\"en\"").contains("s3://b/web line 17");
    }
}
