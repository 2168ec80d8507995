package dev.s3logkit.aggregator.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WindowsTest {

    private static final ZoneRules BERLIN = ZoneId.of("Europe/Berlin").getRules();

    private static long at(String instant) {
        return Instant.parse(instant).getEpochSecond();
    }

    @Test
    void quarterHoursStartOnTheQuarter() {
        Windows windows = new Windows(ZoneOffset.UTC.getRules(), 900);

        assertThat(windows.start(at("2026-02-06T10:14:59Z"))).isEqualTo(at("2026-02-06T10:00:00Z"));
        assertThat(windows.start(at("2026-02-06T10:15:00Z"))).isEqualTo(at("2026-02-06T10:15:00Z"));
    }

    @Test
    void daysStartAtLocalMidnight() {
        Windows windows = new Windows(BERLIN, 86_400);

        assertThat(windows.start(at("2026-02-06T22:59:59Z"))).isEqualTo(at("2026-02-05T23:00:00Z"));
        assertThat(windows.start(at("2026-02-06T23:00:00Z"))).isEqualTo(at("2026-02-06T23:00:00Z"));
    }

    @Test
    void aDayOfTwentyThreeOrTwentyFiveHoursIsOneWindow() {
        Windows windows = new Windows(BERLIN, 86_400);
        long spring = at("2026-03-28T23:00:00Z");
        long autumn = at("2026-10-24T22:00:00Z");

        assertThat(windows.start(at("2026-03-29T00:30:00Z"))).isEqualTo(spring);
        assertThat(windows.start(at("2026-03-29T21:59:59Z"))).isEqualTo(spring);
        assertThat(windows.start(at("2026-03-29T22:00:00Z"))).isNotEqualTo(spring);
        assertThat(windows.start(at("2026-10-25T22:59:59Z"))).isEqualTo(autumn);
        assertThat(windows.start(at("2026-10-25T23:00:00Z"))).isNotEqualTo(autumn);
    }

    @Property
    void aWindowsStartIsItsOwnStart(@ForAll @LongRange(min = 0, max = 4_000_000_000L) long second) {
        for (int seconds : new int[] {1, 60, 900, 3_600, 86_400}) {
            for (ZoneRules zone : new ZoneRules[] {ZoneOffset.ofHours(-5).getRules(), BERLIN}) {
                Windows windows = new Windows(zone, seconds);
                long start = windows.start(second);

                assertThat(start).isLessThanOrEqualTo(second);
                assertThat(windows.start(start)).isEqualTo(start);
            }
        }
    }
}
