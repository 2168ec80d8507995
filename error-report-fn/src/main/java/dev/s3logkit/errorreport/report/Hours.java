package dev.s3logkit.errorreport.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many errors happened in each of the 24 hours before an instant, by their own time.
///
/// @param end the first instant after the last hour
/// @param counts oldest hour first
public record Hours(Instant end, List<Long> counts) {

    /// How many there are.
    public static final int LENGTH = 24;

    /// Bars of growing height, in characters that fonts have at the same width.
    private static final String BARS = "▁▂▃▄▅▆▇█";

    /// An hour without any error.
    private static final char NONE = '·';

    public Hours {
        counts = List.copyOf(counts);
    }

    /// The counts as one line of text: a dot for an hour without errors, bars that grow with the
    /// square root of the count, so that a burst does not hide the rest.
    public String sparkline() {
        long most = most();
        StringBuilder line = new StringBuilder(LENGTH);
        for (long count : counts) {
            if (count == 0) {
                line.append(NONE);
            } else {
                double share = Math.sqrt((double) count / most);
                line.append(BARS.charAt((int) Math.min(BARS.length() - 1, share * BARS.length())));
            }
        }
        return line.toString();
    }

    /// The highest count.
    public long most() {
        return counts.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /// When the hour with the highest count began; the latest of several.
    public Instant busiest() {
        int index = 0;
        for (int i = 1; i < LENGTH; i++) {
            if (counts.get(i) >= counts.get(index)) {
                index = i;
            }
        }
        return end.minus(Duration.ofHours(LENGTH - (long) index));
    }

    /// Collects counts.
    static final class Tally {
        private final Instant end;
        private final long[] counts = new long[LENGTH];

        Tally(Instant end) {
            this.end = end;
        }

        /// Counts an error unless it happened outside of the 24 hours.
        void add(Instant time) {
            long before = Duration.between(time, end).toMillis();
            // An error at the very end belongs to what comes next, as in windows.
            if (before > 0 && before <= Duration.ofHours(LENGTH).toMillis()) {
                counts[LENGTH - 1 - (int) ((before - 1) / Duration.ofHours(1).toMillis())]++;
            }
        }

        Hours hours() {
            return new Hours(end, Arrays.stream(counts).boxed().toList());
        }
    }

    static Hours parse(Instant end, @Nullable Object json) {
        List<Long> counts = new ArrayList<>();
        if (json instanceof List<?> list) {
            list.forEach(item -> counts.add(item instanceof Number n ? n.longValue() : 0L));
        }
        if (counts.size() != LENGTH) {
            throw new IllegalArgumentException("hours: expected 24 numbers, found " + json);
        }
        return new Hours(end, counts);
    }
}
