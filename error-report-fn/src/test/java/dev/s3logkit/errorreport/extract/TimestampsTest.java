package dev.s3logkit.errorreport.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2024-05-06T07:08:09.010Z            | 2024-05-06T07:08:09.010Z
                    2024-05-06T07:08:09.010+02:00       | 2024-05-06T05:08:09.010Z
                    2023-06-06 04:48:12.735+01:00       | 2023-06-06T03:48:12.735Z
                    2024-05-06T07:08:09+0900            | 2024-05-05T22:08:09Z
                    2024-05-06T07:08:09-05              | 2024-05-06T12:08:09Z
                    2015-05-02 12:12:17 +0900           | 2015-05-02T03:12:17Z
                    2024-05-06 07:08:09.010             | 2024-05-06T05:08:09.010Z
                    2024-05-06 07:08:10,123             | 2024-05-06T05:08:10.123Z
                    2024-05-06 07:08:10.1               | 2024-05-06T05:08:10.100Z
                    2024-05-06 07:08:10                 | 2024-05-06T05:08:10Z
                    2024-05-06 07:08                    | 2024-05-06T05:08:00Z
                    2023-09-18T19:10:10.123456Z         | 2023-09-18T19:10:10.123456Z
                    2019-01-15T18:06:03.952259000Z      | 2019-01-15T18:06:03.952259Z
                    2024-05-06T07:08:09.1234567891Z     | 2024-05-06T07:08:09.123456789Z
                    2024-05-06T07:08:09+02:00[Europe/Paris] | 2024-05-06T05:08:09Z
                    2024-05-06 07:08:09 UTC             | 2024-05-06T07:08:09Z
                    2013-3-03 14:27:33                  | 2013-03-03T13:27:33Z
                    2024/05/06 07:08:09                 | 2024-05-06T05:08:09Z
                    2016-12-31T23:59:60Z                | 2016-12-31T23:59:59Z
                    10/Oct/2000:13:55:36 -0700          | 2000-10-10T20:55:36Z
                    1714979289                          | 2024-05-06T07:08:09Z
                    1714979289.010                      | 2024-05-06T07:08:09.010Z
                    1714979289010                       | 2024-05-06T07:08:09.010Z
                    1714979289010203                    | 2024-05-06T07:08:09.010203Z
                    1714979289010203004                 | 2024-05-06T07:08:09.010203004Z
                    2024-02-30T07:08:09Z                |
                    2024-05-06T25:08:09Z                |
                    2024-05-06T07:08:09.010Zx           |
                    2024-05-06                          |
                    yesterday at noon                   |
                    12345                               |
                    1.2.3.4                             |
                    99999999999999999999999999          |
                    """)
    void readsEveryForm(String text, Instant time) {
        assertThat(new Timestamps(BERLIN, null).of(text)).isEqualTo(time);
    }

    @Test
    void readsNumbersAsNumbersToo() {
        Timestamps times = new Timestamps(ZoneOffset.UTC, null);
        Instant expected = Instant.parse("2024-05-06T07:08:09.010Z");

        assertThat(times.of(1714979289010L)).isEqualTo(expected);
        assertThat(times.of(1714979289.010)).isEqualTo(expected);
        assertThat(times.of(1714979289)).isEqualTo(expected.minusMillis(10));
        assertThat(times.of(Double.NaN)).isNull();
        assertThat(times.of(-5)).isNull();
        assertThat(times.of(java.util.List.of())).isNull();
    }

    @Test
    void takesTheEarlierOfTwoTimesWhenClocksGoBackUnlessTheOtherIsNearer() {
        String twice = "2024-10-27 02:30:00.000";

        assertThat(new Timestamps(BERLIN, null).of(twice))
                .isEqualTo(Instant.parse("2024-10-27T00:30:00Z"));
        assertThat(new Timestamps(BERLIN, Instant.parse("2024-10-27T00:35:00Z")).of(twice))
                .isEqualTo(Instant.parse("2024-10-27T00:30:00Z"));
        assertThat(new Timestamps(BERLIN, Instant.parse("2024-10-27T01:35:00Z")).of(twice))
                .isEqualTo(Instant.parse("2024-10-27T01:30:00Z"));
    }

    @Test
    void movesTimesThatAreNotThereWhenClocksGoForward() {
        assertThat(new Timestamps(BERLIN, null).of("2024-03-31 02:30:00"))
                .isEqualTo(Instant.parse("2024-03-31T01:30:00Z"));
    }

    @Test
    void findsTheYearOfASyslogTimeAroundNewYear() {
        Timestamps times = new Timestamps(ZoneOffset.UTC, Instant.parse("2026-01-01T00:10:00Z"));

        assertThat(times.atStart("Dec 31 23:59:58 host app: x"))
                .isEqualTo(Instant.parse("2025-12-31T23:59:58Z"));
        assertThat(times.atStart("Jan  1 00:00:02 host app: x"))
                .isEqualTo(Instant.parse("2026-01-01T00:00:02Z"));
        assertThat(times.atStart("Feb 29 00:00:02 host")).isNull();
    }

    @Test
    void findsATimeAtTheStartOfALine() {
        Timestamps times = new Timestamps(ZoneOffset.UTC, null);

        assertThat(times.atStart("[2024-05-06 07:08:09] ERROR"))
                .isEqualTo(Instant.parse("2024-05-06T07:08:09Z"));
        assertThat(times.atStart("2024-05-06T07:08:09+09:00\ttag\t{}"))
                .isEqualTo(Instant.parse("2024-05-05T22:08:09Z"));
        assertThat(times.atStart("ERROR 2024-05-06 07:08:09")).isNull();
        assertThat(times.atStart("")).isNull();
    }
}
