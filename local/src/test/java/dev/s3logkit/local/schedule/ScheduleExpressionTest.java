package dev.s3logkit.local.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExpressionTest {

    @ParameterizedTest(name = "{0} in {1} after {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rate(5 minutes)             | UTC           | 2026-03-14T10:00:00Z | 2026-03-14T10:05:00Z
                    rate(1 hour)                | UTC           | 2026-03-14T10:00:30Z | 2026-03-14T11:00:30Z
                    rate(2 days)                | UTC           | 2026-03-14T10:00:00Z | 2026-03-16T10:00:00Z
                    at(2026-05-01T06:00:00)     | Europe/Berlin | 2026-03-14T10:00:00Z | 2026-05-01T04:00:00Z
                    cron(0 6 * * ? *)           | UTC           | 2026-03-14T05:59:59Z | 2026-03-14T06:00:00Z
                    cron(0 6 * * ? *)           | UTC           | 2026-03-14T06:00:00Z | 2026-03-15T06:00:00Z
                    cron(0 6 * * ? *)           | Europe/Berlin | 2026-07-14T05:00:00Z | 2026-07-15T04:00:00Z
                    cron(0/15 8-9 ? * MON-FRI *)| UTC           | 2026-03-14T08:00:00Z | 2026-03-16T08:00:00Z
                    cron(10,40 12 1 JAN,JUL ? *)| UTC           | 2026-03-14T08:00:00Z | 2026-07-01T12:10:00Z
                    cron(0 0 L * ? *)           | UTC           | 2026-02-01T00:00:00Z | 2026-02-28T00:00:00Z
                    cron(0 0 15W * ? *)         | UTC           | 2026-03-01T00:00:00Z | 2026-03-16T00:00:00Z
                    cron(0 0 ? * 6L *)          | UTC           | 2026-03-01T00:00:00Z | 2026-03-27T00:00:00Z
                    cron(0 0 ? * 2#3 *)         | UTC           | 2026-03-01T00:00:00Z | 2026-03-16T00:00:00Z
                    cron(0 0 29 FEB ? *)        | UTC           | 2026-03-01T00:00:00Z | 2028-02-29T00:00:00Z
                    cron(0 0 1 1 ? 2030-2031)   | UTC           | 2026-03-01T00:00:00Z | 2030-01-01T00:00:00Z
                    """)
    void findsTheNextTime(String expression, String zone, Instant after, Instant next) {
        assertThat(ScheduleExpression.parse(expression, zone).next(after)).contains(next);
    }

    @Test
    void endsWhenItsTimeIsOver() {
        Instant after = Instant.parse("2026-03-14T10:00:00Z");

        assertThat(ScheduleExpression.parse("at(2026-03-14T10:00:00)", "UTC").next(after))
                .isEmpty();
        assertThat(ScheduleExpression.parse("cron(0 0 1 1 ? 2020)", "UTC").next(after)).isEmpty();
    }

    @Test
    void makesRatesMoreFrequentAndLeavesTheRest() {
        Duration most = Duration.ofSeconds(5);
        ScheduleExpression cron = ScheduleExpression.parse("cron(0 6 * * ? *)", "UTC");

        assertThat(ScheduleExpression.parse("rate(5 minutes)", "UTC").atLeastEvery(most))
                .isEqualTo(new ScheduleExpression.Rate(most));
        assertThat(cron.atLeastEvery(most)).isSameAs(cron);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "every day",
                "rate(0 minutes)",
                "rate(5 parsecs)",
                "rate()",
                "cron(0 6 * * ?)",
                "cron(0 6 * * * *)",
                "cron(0 6 ? * ? *)",
                "cron(60 6 * * ? *)",
                "cron(a 6 * * ? *)",
                "cron(0 6 32 * ? *)",
                "cron(0/0 6 * * ? *)",
                "cron(5-1 6 * * ? *)",
                "cron(0 6 ? * 8 *)",
                "at(tomorrow)"
            })
    void refusesWhatIsNoSchedule(String text) {
        assertThatThrownBy(() -> ScheduleExpression.parse(text, "UTC"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesATimeZoneThatIsNone() {
        assertThatThrownBy(
                        () -> ScheduleExpression.parse("at(2026-03-14T10:00:00)", "Mars/Olympus"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Mars/Olympus");
    }
}
