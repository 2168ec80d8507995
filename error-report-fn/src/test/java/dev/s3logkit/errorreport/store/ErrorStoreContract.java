package dev.s3logkit.errorreport.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.errorreport.store.ErrorStore.Stored;
import dev.s3logkit.errorreport.store.MailLedger.Claim;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every store does. Each test uses a report of its own, so that all can share one table.
public abstract class ErrorStoreContract {

    /// In the future: DynamoDB itself removes what has expired by the real time.
    protected static final Instant START = Instant.parse("2099-03-29T00:59:50.123Z");

    protected final TestClock clock = new TestClock(START);

    /// The errors, on [#clock].
    protected abstract ErrorStore errors();

    /// The mails, on [#clock].
    protected abstract MailLedger mails();

    @Test
    void keepsWhatWasStoredFirstHoweverOftenItIsPut() throws IOException {
        ErrorItem item = item("twice", "1");

        assertThat(errors().put(item)).isEqualTo(Stored.STORED);
        clock.advance(Duration.ofHours(3));
        for (int i = 0; i < 4; i++) {
            assertThat(errors().put(item)).isEqualTo(Stored.EXISTED);
        }

        assertThat(stored("twice", START, START.plusSeconds(100_000), null))
                .containsExactly(item.storedAt(START));
    }

    @Test
    void findsByWhenItWasStoredUpToTheMillisecond() throws IOException {
        for (int i = 0; i < 3; i++) {
            clock.set(START.plusMillis(i));
            assertThat(errors().put(item("edges", "" + i))).isEqualTo(Stored.STORED);
        }

        assertThat(ids("edges", START, START.plusMillis(2))).containsExactlyInAnyOrder("0", "1");
        assertThat(ids("edges", START.plusMillis(1), START.plusMillis(3)))
                .containsExactlyInAnyOrder("1", "2");
        assertThat(ids("edges", START.plusNanos(1), START.plusMillis(1).plusNanos(1)))
                .containsExactly("1");
        assertThat(ids("edges", START, START)).isEmpty();
        assertThat(ids("edges", START.plusSeconds(1), START)).isEmpty();
    }

    @Test
    void findsAllOfAWindowThatSpansHoursAndNothingOfOtherReports() throws IOException {
        for (int i = 0; i < 100; i++) {
            clock.set(START.plus(Duration.ofMinutes(2L * i)));
            errors().put(item("hours", "" + i));
            errors().put(item("hours2", "" + i));
        }

        assertThat(ids("hours", START, START.plus(Duration.ofMinutes(200)))).hasSize(100);
        assertThat(
                        ids(
                                "hours",
                                START.plus(Duration.ofMinutes(20)),
                                START.plus(Duration.ofMinutes(180))))
                .hasSize(80);
    }

    @Test
    void findsOneApplicationOrOneDayOnly() throws IOException {
        ErrorItem mine = item("apps", "1");
        ErrorItem other =
                new ErrorItem(
                        "apps",
                        "2",
                        "other#app",
                        "20260330",
                        START,
                        START,
                        "{}",
                        "f",
                        "s3://b/logs/x.gz",
                        2,
                        START.plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS));
        errors().put(mine);
        errors().put(other);

        assertThat(stored("apps", START, START.plusSeconds(1), "shop")).containsExactly(mine);
        assertThat(stored("apps", START, START.plusSeconds(1), "other#app")).containsExactly(other);
        List<ErrorItem> ofDay = new ArrayList<>();
        errors().ofDay("apps", "other#app", "20260330", ofDay::add);
        errors().ofDay("apps", "other#app", "20260329", ofDay::add);
        errors().ofDay("apps", "other", "20260330", ofDay::add);
        assertThat(ofDay).containsExactly(other);
    }

    @Test
    void leavesOutWhatHasExpiredAlthoughItIsStillThere() throws IOException {
        ErrorItem item = item("expired", "1");
        errors().put(item);

        clock.set(item.expDt().minusSeconds(1));
        assertThat(ids("expired", START, START.plusSeconds(1))).containsExactly("1");
        clock.set(item.expDt());
        assertThat(ids("expired", START, START.plusSeconds(1))).isEmpty();
        List<ErrorItem> ofDay = new ArrayList<>();
        errors().ofDay("expired", "shop", "20260329", ofDay::add);
        assertThat(ofDay).isEmpty();
        assertThat(errors().put(item)).isEqualTo(Stored.EXISTED);
    }

    @Test
    void keepsLargeItemsAndAnyCharacter() throws IOException {
        String trace = "ä\u0000\"😀\n".repeat(1500);
        Extract extract =
                new Extract(
                        "m\u2028", "p", "ERROR", null, "t", "E", trace, Map.of("f<>", "v\u0001"));
        ErrorItem item = item("large", "1", extract.toJson());
        errors().put(item);

        List<ErrorItem> found = stored("large", START, START.plusSeconds(1), null);
        assertThat(found).containsExactly(item.storedAt(START));
        assertThat(found.getFirst().extract()).isEqualTo(extract);
    }

    @Test
    void letsOneOfManyClaimAMail() throws Exception {
        MailKey mail = mail("race", 0);
        List<Claim> claims = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Claim> task = () -> mails().claim(mail);
            for (Future<Claim> claim : threads.invokeAll(Collections.nCopies(20, task))) {
                claims.add(claim.get());
            }
        }

        assertThat(claims).hasSize(20).containsOnlyOnce(Claim.CLAIMED);
        assertThat(claims).doesNotContain(Claim.ALREADY_SENT);
    }

    @Test
    void listsAMailUntilItsFateIsKnown() throws IOException {
        MailKey sent = mail("fate", 0);
        MailKey lost = mail("fate", 1);
        MailKey refused = mail("fate", 2);
        for (MailKey mail : List.of(refused, sent, lost)) {
            assertThat(mails().claim(mail)).isEqualTo(Claim.CLAIMED);
        }
        assertThat(mails().unknown("fate", "ops")).containsExactly(sent, lost, refused);
        assertThat(mails().unknown("fate", "others")).isEmpty();

        mails().confirm(sent, "id-1");
        mails().release(refused);

        assertThat(mails().unknown("fate", "ops")).containsExactly(lost);
        assertThat(mails().claim(sent)).isEqualTo(Claim.ALREADY_SENT);
        assertThat(mails().claim(lost)).isEqualTo(Claim.FATE_UNKNOWN);
        assertThat(mails().claim(refused)).isEqualTo(Claim.CLAIMED);

        mails().settle(List.of(lost, sent, mail("fate", 9)));
        assertThat(mails().unknown("fate", "ops")).containsExactly(refused);
        assertThat(mails().claim(lost)).isEqualTo(Claim.ALREADY_SENT);
        mails().release(sent);
        assertThat(mails().claim(sent)).isEqualTo(Claim.ALREADY_SENT);
    }

    @Test
    void movesTheEndOfTheLastWindowOnlyFromWhereItWas() throws IOException {
        assertThat(mails().reportedUntil("moves")).isEmpty();
        assertThat(mails().advance("moves", null, START)).isTrue();
        assertThat(mails().advance("moves", null, START.plusSeconds(1))).isFalse();
        assertThat(mails().advance("moves", START.plusSeconds(9), START)).isFalse();
        assertThat(mails().advance("moves", START, START.plusSeconds(2))).isTrue();
        assertThat(mails().reportedUntil("moves")).isEqualTo(Optional.of(START.plusSeconds(2)));
    }

    @Test
    void agreesOnTheDocumentThatCameFirstUntilItExpires() throws IOException {
        assertThat(mails().agree("run", Map.of("a", "1"), Duration.ofDays(1)))
                .isEqualTo(Map.of("a", "1"));
        assertThat(mails().agree("run", Map.of("a", "2"), Duration.ofDays(1)))
                .isEqualTo(Map.of("a", "1"));
        clock.advance(Duration.ofDays(2));
        assertThat(mails().agree("run", Map.of("a", "3"), Duration.ofDays(1)))
                .isEqualTo(Map.of("a", "3"));
    }

    private static MailKey mail(String report, int window) {
        return new MailKey(
                report,
                START.plus(Duration.ofMinutes(10L * window)),
                START.plus(Duration.ofMinutes(10L * window + 10)),
                "ops");
    }

    /// An error of the application `shop`.
    protected static ErrorItem item(String report, String id) {
        return item(report, id, "{}");
    }

    private static ErrorItem item(String report, String id, String extract) {
        return new ErrorItem(
                report,
                id,
                "shop",
                "20260329",
                Instant.parse("2026-03-28T23:00:00.000000001Z"),
                START,
                extract,
                "0123",
                "s3://bucket/logs/shop/20260329/ü 1.gz",
                7,
                START.plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS));
    }

    private List<ErrorItem> stored(
            String report, Instant from, Instant to, @Nullable String application)
            throws IOException {
        List<ErrorItem> found = new ArrayList<>();
        errors().stored(report, from, to, application, found::add);
        return found;
    }

    private List<String> ids(String report, Instant from, Instant to) throws IOException {
        return stored(report, from, to, null).stream().map(ErrorItem::id).toList();
    }
}
