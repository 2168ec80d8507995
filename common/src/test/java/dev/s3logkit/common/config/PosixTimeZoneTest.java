package dev.s3logkit.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PosixTimeZoneTest {

    private static final long FROM_1990 = Instant.parse("1990-01-01T00:00:00Z").getEpochSecond();
    private static final long FROM_2008 = Instant.parse("2008-01-01T00:00:00Z").getEpochSecond();
    private static final long TO_2060 = Instant.parse("2060-01-01T00:00:00Z").getEpochSecond();

    /// A step that meets every hour of the day.
    private static LongStream everyFewHours(long from) {
        return LongStream.iterate(from, second -> second < TO_2060, second -> second + 40_601);
    }

    /// Seconds around the changes of some years, the ends of years included.
    private static LongStream around(ZoneRules rules) {
        LongStream changes = LongStream.empty();
        Instant at = Instant.ofEpochSecond(FROM_1990);
        for (int i = 0; i < 60 && rules.nextTransition(at) != null; i++) {
            at = rules.nextTransition(at).getInstant();
            long second = at.getEpochSecond();
            changes = LongStream.concat(changes, LongStream.of(second - 1, second, second + 1));
        }
        return changes;
    }

    @ParameterizedTest
    @CsvSource({
        "UTC+0, 0",
        "UTC0, 0",
        "UTC-0, 0",
        "Z, 0",
        "UTC, 0",
        "EST+5, -18000",
        "JST-9, 32400",
        "<+0330>-3:30, 12600",
        "<-03>3, -10800",
        "ABC-5:45:30, 20730",
        "abcdefghij10, -36000",
        "XXX18, -64800",
    })
    void readsFixedOffsetsWithTheSignInverted(String text, int seconds) {
        assertThat(PosixTimeZone.parse(text).getOffset(Instant.EPOCH))
                .isEqualTo(ZoneOffset.ofTotalSeconds(seconds));
        assertThat(PosixTimeZone.parse(text).isFixedOffset()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", ":Europe/Berlin", "Asia/Kolkata", "EST5EDT", "GMT0"})
    void takesNamesOfTheTzDatabase(String name) {
        assertThat(PosixTimeZone.parse(name))
                .isEqualTo(ZoneId.of(name.replace(":", "")).getRules());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "XST5XDT America/New_York",
                "EST5EDT,M3.2.0,M11.1.0 America/New_York",
                "CET-1CEST,M3.5.0,M10.5.0/3 Europe/Berlin",
                "AEST-10AEDT,M10.1.0,M4.1.0/3 Australia/Sydney",
                "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0 Australia/Lord_Howe",
                "IST-1GMT0,M10.5.0,M3.5.0/1 Europe/Dublin",
                "EET-2EEST,M3.5.0/0,M10.5.0/0 Asia/Beirut",
            })
    void agreesWithTheTzDatabaseOnEqualZones(String text, String name) {
        ZoneRules ours = PosixTimeZone.parse(text);
        ZoneRules theirs = ZoneId.of(name).getRules();
        LongStream.concat(everyFewHours(FROM_2008 + 86_400 * 200), around(theirs))
                .filter(second -> second > FROM_2008 + 86_400 * 200)
                .mapToObj(Instant::ofEpochSecond)
                .forEach(
                        instant ->
                                assertThat(ours.getOffset(instant))
                                        .as(where(text, instant))
                                        .isEqualTo(theirs.getOffset(instant)));
    }

    private static Supplier<String> where(String text, Instant instant) {
        return () -> text + " at " + instant;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC+0",
                "<+0330>-3:30",
                "XST5XDT4:30,M3.2.0,M11.1.0",
                "CET-1CEST,M3.5.0,M10.5.0/3",
                "NZST-12NZDT,M9.5.0,M4.1.0/3",
                "IST-1GMT0,M10.5.0,M3.5.0/1",
                "AAA3BBB,J60/0,J300",
                "AAA3BBB,59/0,299/1:02:03",
                "AAA3BBB,J59,J365/0",
                "AAA-3BBB,M3.4.4/50,M10.4.4/50",
                "AAA2BBB,M3.5.0/-1,M10.5.0/-1",
                "AAA2BBB,M3.1.0/-167,M11.5.6/167",
                "AAA-3BBB,M12.5.0/12,M1.2.3/4",
            })
    void agreesWithTheDateCommand(String text) throws IOException {
        DateCommand.assumePresent();
        ZoneRules ours = PosixTimeZone.parse(text);
        List<Long> seconds =
                LongStream.concat(everyFewHours(FROM_1990), around(ours)).boxed().toList();
        List<String> theirs =
                DateCommand.print(text, "%s %::z", seconds.stream().mapToLong(Long::longValue));
        List<String> expected =
                seconds.stream().map(second -> second + " " + offset(ours, second)).toList();
        assertThat(String.join("\n", theirs)).isEqualTo(String.join("\n", expected));
    }

    private static String offset(ZoneRules rules, long second) {
        int offset = rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
        int size = Math.abs(offset);
        return "%s%02d:%02d:%02d"
                .formatted(offset < 0 ? "-" : "+", size / 3600, size / 60 % 60, size % 60);
    }

    @Test
    void keepsSavingTimeThatNeverEnds() {
        // RFC 9636 3.3.1: daylight saving time all year.
        ZoneRules rules = PosixTimeZone.parse("XXX3EDT4,0/0,J365/23");
        assertThat(
                        everyFewHours(FROM_1990)
                                .mapToObj(s -> rules.getOffset(Instant.ofEpochSecond(s)))
                                .collect(Collectors.toSet()))
                .containsExactly(ZoneOffset.ofHours(-4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "AB3",
                "XYZ",
                "+02:00",
                "Europe/Nowhere",
                "UTC+",
                "UTC+25",
                "UTC+19",
                "UTC+0:60",
                "UTC+0:00:60",
                "UTC 0",
                "UTC0 ",
                "<+1>-1",
                "<+01-1",
                "<+0é>-1",
                "AAA3BBB,",
                "AAA3BBB,M3.2.0",
                "AAA3BBB,M3.2.0,",
                "AAA3BBB,M0.2.0,M11.1.0",
                "AAA3BBB,M13.2.0,M11.1.0",
                "AAA3BBB,M3.6.0,M11.1.0",
                "AAA3BBB,M3.2.7,M11.1.0",
                "AAA3BBB,M3.2,M11.1.0",
                "AAA3BBB,J0,J365",
                "AAA3BBB,J1,J366",
                "AAA3BBB,0,366",
                "AAA3BBB,M3.2.0/168,M11.1.0",
                "AAA3BBB,M3.2.0,M11.1.0,M12.1.0",
                "AAA3BBB,M3.2.0,M11.1.0x",
                "AAA99999999999999999999",
            })
    void namesTheTextAndTheFormsOfWhatItCannotRead(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PosixTimeZone.parse(text))
                .withMessageStartingWith("time zone '" + text + "': ")
                .withMessageContaining("UTC+0")
                .withMessageContaining("Europe/Berlin");
    }

    @Test
    void noNameOfTheDatabaseStartsWithUtcAndASign() {
        assertThat(ZoneRulesProvider.getAvailableZoneIds())
                .noneMatch(name -> name.startsWith("UTC+") || name.startsWith("UTC-"));
    }
}
