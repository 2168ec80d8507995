package dev.s3logkit.errorreport.report;

import java.util.Locale;

/// Whether there are clearly more or fewer errors than in the previous window.
public enum Trend {
    UP,
    STEADY,
    DOWN;

    /// Smaller differences are noise.
    private static final int LEAST_DIFFERENCE = 5;

    /// Half as many again.
    private static final double FACTOR = 1.5;

    /// The word for it in JSON.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// How `count` errors follow on `previous` ones.
    public static Trend of(long count, long previous) {
        if (Math.abs(count - previous) < LEAST_DIFFERENCE) {
            return STEADY;
        }
        if (count >= previous * FACTOR) {
            return UP;
        }
        return count * FACTOR <= previous ? DOWN : STEADY;
    }
}
