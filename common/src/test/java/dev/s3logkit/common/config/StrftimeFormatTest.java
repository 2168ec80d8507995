package dev.s3logkit.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrftimeFormatTest {

    private static final Instant TIME = Instant.parse("2026-03-01T09:05:07Z");

    private static String utc(String pattern) {
        return StrftimeFormat.parse(pattern).format(TIME, ZoneOffset.UTC.getRules());
    }

    @ParameterizedTest
    @CsvSource({
        "year=%Y/month=%m/day=%d/hour=%H, year=2026/month=03/day=01/hour=09",
        "%Y-%m-%d-%H-%M-%S%z, 2026-03-01-09-05-07+0000",
        "%F %T, 2026-03-01 09:05:07",
        "'%a, %d %b %Y', 'Sun, 01 Mar 2026'",
        "'%A %B%e %j', 'Sunday March 1 060'",
        "%I:%M %p, 09:05 AM",
        "%G-W%V-%u, 2026-W09-7",
        "100%%, 100%",
        "plain, plain",
        "'', ''",
        "ünïcode-%d, ünïcode-01",
    })
    void writesTimesLikeC(String pattern, String expected) {
        assertThat(utc(pattern)).isEqualTo(expected);
        assertThat(StrftimeFormat.parse(pattern)).hasToString(pattern);
    }

    @Test
    void doesNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(utc("%A %B %Y-%m-%d %p")).isEqualTo("Sunday March 2026-03-01 AM");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void writesWhatAClockOfTheZoneShows() {
        ZoneRules kathmandu = PosixTimeZone.parse("<+0545>-5:45");
        ZoneRules west = PosixTimeZone.parse("<-0130>1:30:15");
        StrftimeFormat format = StrftimeFormat.parse("%d %H:%M:%S %z %s");
        assertThat(format.format(TIME, kathmandu)).isEqualTo("01 14:50:07 +0545 1772355907");
        assertThat(format.format(TIME, west)).isEqualTo("01 07:34:52 -0130 1772355907");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%Y %C %y %m %d %e %j %B %b %h %A %a %u %w %F %D %x",
                "%G %g %V %U %W",
                "%H %I %k %l %M %S %p %P %T %R %r %X %c %s %z",
                "a%tb %% c",
            })
    void agreesWithTheDateCommand(String pattern) throws IOException {
        DateCommand.assumePresent();
        StrftimeFormat format = StrftimeFormat.parse(pattern);
        for (String zone : List.of("UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "<-1130>11:30")) {
            ZoneRules rules = PosixTimeZone.parse(zone);
            // Two or three instants a week for 40 years, at every hour of the day.
            LongStream seconds = LongStream.range(0, 6000).map(i -> 1_000_000_000L + i * 211_111L);
            List<Long> instants = seconds.boxed().toList();
            List<String> theirs =
                    DateCommand.print(zone, pattern, instants.stream().mapToLong(Long::longValue));
            List<String> ours =
                    instants.stream()
                            .map(second -> format.format(Instant.ofEpochSecond(second), rules))
                            .toList();
            assertThat(theirs).isEqualTo(ours);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "%Q, '%Q'",
        "%Y-%, '%'",
        "%-d, '%-'",
        "%Ey, '%E'",
        "%Z, '%Z'",
        "%é, '%é'",
    })
    void namesADirectiveThatItDoesNotKnow(String pattern, String directive) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrftimeFormat.parse(pattern))
                .withMessageContaining("'" + pattern + "'")
                .withMessageContaining("directive '" + directive + "'")
                .withMessageContaining("YCymdej");
    }

    @Test
    void isReadFromTheEnvironmentWithTheVariableInTheMessage() {
        Environment environment = Environment.of(Map.of("A_FMT", "%Q", "A_TZIF", "nowhere"));
        assertThatThrownBy(() -> environment.timeFormat("A_FMT", "%Y"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("A_FMT: time format '%Q'");
        assertThatThrownBy(() -> environment.timeZone("A_TZIF", "UTC+0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("A_TZIF: time zone 'nowhere'");
        assertThat(environment.timeFormat("B", "%Y")).hasToString("%Y");
        assertThat(environment.timeZone("B", "UTC+0").isFixedOffset()).isTrue();
    }
}
