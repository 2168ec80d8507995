package dev.s3logkit.errorreport.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.errorreport.rule.MailOptions;
import dev.s3logkit.errorreport.rule.Match;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.rule.Severity;
import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.Extract;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReportBuilderTest {

    private static final Instant END = Instant.parse("2026-03-29T02:00:00Z");
    private static final Window WINDOW = new Window(END.minus(Duration.ofMinutes(10)), END);
    private static final Rule RULE =
            new Rule(
                    "shop",
                    "Shop",
                    List.of("*"),
                    new Match(List.of("ERROR"), false, null),
                    List.of(),
                    Severity.CRITICAL,
                    List.of(),
                    Duration.ofDays(1),
                    new MailOptions(true, false, "Shop", List.of()));

    /// An error stored and happened so many minutes before the end.
    private static ErrorItem item(String kind, String application, double stored, double happened) {
        return new ErrorItem(
                "shop",
                kind + stored + happened,
                application,
                "20260329",
                END.minusMillis((long) (happened * 60_000)),
                END.minusMillis((long) (stored * 60_000)),
                new Extract(
                                kind + " at " + happened,
                                kind,
                                null,
                                "l",
                                null,
                                "a.b.BoomException",
                                "a.b.BoomException\n\tat x",
                                Map.of("order", "7"))
                        .toJson(),
                kind,
                "s3://b/logs/" + application + "/20260329/x.gz",
                3,
                END.plusSeconds(1));
    }

    private static Report report(List<ErrorItem> items) {
        ReportBuilder builder = new ReportBuilder(RULE, WINDOW);
        items.forEach(builder::visit);
        return builder.report();
    }

    @Test
    void tellsNewBackOngoingGoneAndQuietApart() {
        Report report =
                report(
                        List.of(
                                item("new", "web", 1, 1),
                                item("back", "web", 1, 1),
                                item("back", "web", 300, 300),
                                item("ongoing", "web", 1, 1),
                                item("ongoing", "web", 11, 11),
                                item("gone", "web", 20, 20),
                                item("quiet", "web", 20.001, 20)));

        assertThat(report.groups())
                .extracting(ErrorGroup::fingerprint)
                .containsExactly("new", "back", "ongoing", "gone", "quiet");
        assertThat(report.groups())
                .extracting(ErrorGroup::state)
                .containsExactly(GroupState.values());
        assertThat(report.counts()).isEqualTo(new Counts(3, 2, 7));
    }

    @Test
    void takesAWindowFromItsStartToBeforeItsEnd() {
        Report report = report(List.of(item("first", "a", 10, 10), item("past", "a", 0, 0)));

        assertThat(report.groups(GroupState.NEW))
                .extracting(ErrorGroup::fingerprint)
                .containsExactly("first");
    }

    @Test
    void showsTheFirstErrorOfTheWindowByItsOwnTimeAndWhereItIs() {
        Report report =
                report(
                        List.of(
                                item("x", "web", 2, 3),
                                item("x", "shop", 1, 75),
                                item("x", "old", 200, 400)));

        ErrorGroup group = report.groups().getFirst();
        assertThat(group.example().message()).isEqualTo("x at 75.0");
        assertThat(group.example().object()).isEqualTo("s3://b/logs/shop/20260329/x.gz");
        assertThat(group.example().line()).isEqualTo(3);
        assertThat(group.firstSeen()).isEqualTo(END.minus(Duration.ofMinutes(400)));
        assertThat(group.lastSeen()).isEqualTo(END.minus(Duration.ofMinutes(3)));
        assertThat(group.applications())
                .extracting(ApplicationCounts::name)
                .containsExactly("shop", "web", "old");
    }

    @Test
    void countsHoursByTheErrorsOwnTime() {
        Report report =
                report(
                        List.of(
                                item("x", "a", 1, 59.9),
                                item("x", "a", 1, 60),
                                item("x", "a", 1, 60.1),
                                item("x", "a", 1, 1440),
                                item("x", "a", 1, 1440.1),
                                item("x", "a", 1, -5)));

        assertThat(report.hours().counts()).hasSize(24).startsWith(1L, 0L).endsWith(0L, 1L, 2L);
        assertThat(report.hours().sparkline()).isEqualTo("▆" + "·".repeat(21) + "▆█");
        assertThat(report.hours().busiest()).isEqualTo(END.minus(Duration.ofHours(1)));
    }

    @Test
    void putsWhatGrowsFirstAmongWhatGoesOn() {
        List<ErrorItem> items = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            items.add(item("steady", "a", 1 + i / 100.0, i));
            items.add(item("steady", "a", 11 + i / 100.0, i));
        }
        for (int i = 0; i < 9; i++) {
            items.add(item("growing", "a", 1 + i / 100.0, i));
        }
        items.add(item("growing", "a", 15, 1));

        Report report = report(items);

        assertThat(report.groups())
                .extracting(ErrorGroup::fingerprint)
                .containsExactly("growing", "steady");
        assertThat(report.groups())
                .extracting(ErrorGroup::trend)
                .containsExactly(Trend.UP, Trend.STEADY);
    }

    @Test
    void isBoundedHoweverManyKindsThereAre() {
        List<ErrorItem> items = new ArrayList<>();
        for (int i = 0; i < ReportBuilder.MAX_FINGERPRINTS + 700; i++) {
            items.add(item("k" + i, "a", 1, 1));
        }

        Report report = report(items);

        assertThat(report.groups()).hasSize(ReportBuilder.MAX_GROUPS);
        assertThat(report.counts().window()).isEqualTo(items.size());
        assertThat(report.leftOut()).isEqualTo(items.size() - ReportBuilder.MAX_GROUPS);
        assertThat(report.leftOutErrors()).isEqualTo(items.size() - ReportBuilder.MAX_GROUPS);
    }

    @Property(tries = 50)
    void countsTheSameInAnyOrderAndKeepsItThroughJson(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<ErrorItem> items = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            items.add(
                    item(
                            "k" + random.nextInt(6),
                            "app" + random.nextInt(3),
                            random.nextDouble() * 1440,
                            random.nextDouble() * 1600));
        }
        Report report = report(items);
        Collections.shuffle(items, random);

        assertThat(report(items)).isEqualTo(report);
        assertThat(Report.parse(JSON.std.mapFrom(JSON.std.asString(report.toJson()))))
                .isEqualTo(report);
        assertThat(report.groups().stream().mapToLong(g -> g.counts().window()).sum())
                .isEqualTo(report.counts().window());
        assertThat(report.applications().stream().mapToLong(a -> a.counts().day()).sum())
                .isEqualTo(60);
    }

    @Test
    void endsWindowsOnAGridAMinuteAgo() {
        Duration ten = Duration.ofMinutes(10);
        assertThat(
                        Window.latestEnd(
                                Instant.parse("2026-03-29T01:10:59.999Z"),
                                ten,
                                Duration.ofMinutes(1)))
                .isEqualTo("2026-03-29T01:00:00Z");
        assertThat(
                        Window.latestEnd(
                                Instant.parse("2026-03-29T01:11:00Z"), ten, Duration.ofMinutes(1)))
                .isEqualTo("2026-03-29T01:10:00Z");
    }
}
