package dev.s3logkit.errorreport.extract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the time stamps that loggers write: ISO 8601 and its relatives, with `T` or a blank, with
/// or without a fraction after `.` or `,`, with or without a zone; those of web servers and of
/// syslog; and numbers of seconds, milliseconds, microseconds or nanoseconds since 1970.
///
/// A local time that is there twice, when clocks go back, is the one nearer to a time that is known
/// to be near, and else the earlier one; a local time that is not there, when clocks go forward, is
/// as much later as they went.
final class Timestamps {

    private static final List<String> MONTHS =
            List.of(
                    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec");

    /// Longer texts are no time stamps.
    private static final int LONGEST = 64;

    /// The year 10000.
    private static final BigDecimal END = BigDecimal.valueOf(253_402_300_800L);

    private final ZoneId zone;
    private final @Nullable Instant near;

    /// @param zone of local times
    /// @param near a time close to those that will be read, or null
    Timestamps(ZoneId zone, @Nullable Instant near) {
        this.zone = zone;
        this.near = near;
    }

    /// The time that a value of a record says, or null when it says none.
    @Nullable Instant of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Integer n -> number(BigDecimal.valueOf(n));
            case Long n -> number(BigDecimal.valueOf(n));
            case BigInteger n when n.bitLength() < 80 -> number(new BigDecimal(n));
            case Double n when !n.isNaN() && !n.isInfinite() && Math.abs(n) < 1e20 ->
                    number(BigDecimal.valueOf(n));
            case String text -> ofText(text.strip());
            default -> null;
        };
    }

    private @Nullable Instant ofText(String text) {
        if (text.length() > LONGEST || text.length() < 8) {
            return null;
        }
        if (text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
            try {
                return number(new BigDecimal(text));
            } catch (NumberFormatException _) {
                return null;
            }
        }
        Reader reader = new Reader(text);
        Instant time = reader.read();
        return reader.at == text.length() ? time : null;
    }

    /// The time that a line starts with, or null.
    @Nullable Instant atStart(String line) {
        String start = line.substring(0, Math.min(line.length(), LONGEST));
        return new Reader(start.startsWith("[") ? start.substring(1) : start).read();
    }

    /// The unit is told by the size: each is good for thousands of years.
    private static @Nullable Instant number(BigDecimal value) {
        if (value.signum() <= 0) {
            return null;
        }
        int digits = value.precision() - value.scale();
        int scale = digits <= 11 ? 0 : digits <= 14 ? 3 : digits <= 17 ? 6 : 9;
        BigDecimal seconds = value.movePointLeft(scale);
        // A record number is no time: nothing was logged in 1970.
        if (seconds.compareTo(END) >= 0 || seconds.compareTo(BigDecimal.valueOf(86_400)) < 0) {
            return null;
        }
        long whole = seconds.longValue();
        BigDecimal rest = seconds.subtract(BigDecimal.valueOf(whole));
        return Instant.ofEpochSecond(whole, rest.movePointRight(9).longValue());
    }

    private Instant local(LocalDateTime time) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        Instant first = time.atZone(zone).toInstant();
        if (offsets.size() < 2 || near == null) {
            return first;
        }
        Instant second = time.toInstant(offsets.getLast());
        return distance(second).compareTo(distance(first)) < 0 ? second : first;
    }

    private java.time.Duration distance(Instant time) {
        return java.time.Duration.between(near == null ? time : near, time).abs();
    }

    /// Reads one time stamp from the start of a text.
    private final class Reader {

        private final String s;
        private int at;

        Reader(String text) {
            s = text;
        }

        @Nullable Instant read() {
            try {
                int start = at;
                Instant time = iso();
                if (time == null) {
                    at = start;
                    time = webServer();
                }
                if (time == null) {
                    at = start;
                    time = syslog();
                }
                return time;
            } catch (DateTimeException _) {
                return null;
            }
        }

        private @Nullable Instant iso() {
            int year = number(4, 4);
            if (year < 0 || !(take('-') || take('/'))) {
                return null;
            }
            int month = number(1, 2);
            if (month < 0 || !(take('-') || take('/'))) {
                return null;
            }
            int day = number(1, 2);
            if (day < 0 || !(take('T') || take('t') || blanks())) {
                return null;
            }
            int[] time = time();
            return time == null
                    ? null
                    : zoned(LocalDateTime.of(year, month, day, time[0], time[1], time[2], time[3]));
        }

        /// `10/Oct/2000:13:55:36 -0700`
        private @Nullable Instant webServer() {
            int day = number(1, 2);
            if (day < 0 || !take('/')) {
                return null;
            }
            int month = month();
            if (month < 0 || !take('/')) {
                return null;
            }
            int year = number(4, 4);
            if (year < 0 || !take(':')) {
                return null;
            }
            int[] time = time();
            return time == null
                    ? null
                    : zoned(LocalDateTime.of(year, month, day, time[0], time[1], time[2], time[3]));
        }

        /// `Dec 14 06:41:08`, in the year that brings it nearest to what is near.
        private @Nullable Instant syslog() {
            int month = month();
            if (month < 0 || !blanks() || near == null) {
                return null;
            }
            int day = number(1, 2);
            if (day < 0 || !blanks()) {
                return null;
            }
            int[] time = time();
            if (time == null) {
                return null;
            }
            int year = near.atZone(zone).getYear();
            Instant best = null;
            for (int y = year - 1; y <= year + 1; y++) {
                // On 29 February only one of the years may have the day.
                if (month == 2 && day == 29 && !java.time.Year.isLeap(y)) {
                    continue;
                }
                Instant found =
                        local(LocalDateTime.of(y, month, day, time[0], time[1], time[2], time[3]));
                if (best == null || distance(found).compareTo(distance(best)) < 0) {
                    best = found;
                }
            }
            return best;
        }

        /// Hour, minute, second, nanosecond.
        private int @Nullable [] time() {
            int hour = number(1, 2);
            if (hour < 0 || !take(':')) {
                return null;
            }
            int minute = number(2, 2);
            if (minute < 0) {
                return null;
            }
            int second = 0;
            int nano = 0;
            if (take(':')) {
                second = number(2, 2);
                if (second < 0) {
                    return null;
                }
                if (at + 1 < s.length()
                        && (s.charAt(at) == '.' || s.charAt(at) == ',')
                        && digit(at + 1)) {
                    at++;
                    int scale = 100_000_000;
                    for (; at < s.length() && digit(at); at++) {
                        nano += (s.charAt(at) - '0') * scale;
                        scale /= 10;
                    }
                }
            }
            // A leap second is the one before it.
            return new int[] {hour, minute, Math.min(second, second == 60 ? 59 : second), nano};
        }

        private Instant zoned(LocalDateTime time) {
            int start = at;
            boolean blank = blanks();
            if (take('Z') || take('z') || text("UTC") || text("GMT")) {
                return time.toInstant(ZoneOffset.UTC);
            }
            int sign = take('+') ? 1 : take('-') ? -1 : 0;
            if (sign != 0) {
                int hours = number(2, 2);
                boolean colon = hours >= 0 && take(':');
                int minutes = hours < 0 ? -1 : number(2, 2);
                if (hours >= 0 && (minutes >= 0 || (!colon && !blank))) {
                    if (at < s.length() && s.charAt(at) == '[') {
                        int end = s.indexOf(']', at);
                        at = end < 0 ? at : end + 1;
                    }
                    return time.toInstant(
                            ZoneOffset.ofHoursMinutes(sign * hours, sign * Math.max(0, minutes)));
                }
            }
            at = start;
            return local(time);
        }

        private int month() {
            if (at + 3 > s.length()) {
                return -1;
            }
            int month = MONTHS.indexOf(s.substring(at, at + 3));
            at += 3;
            return month < 0 ? -1 : month + 1;
        }

        private boolean text(String wanted) {
            boolean there = s.startsWith(wanted, at);
            at += there ? wanted.length() : 0;
            return there;
        }

        private boolean take(char c) {
            boolean there = at < s.length() && s.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }

        private boolean blanks() {
            int start = at;
            while (at < s.length() && s.charAt(at) == ' ') {
                at++;
            }
            return at > start;
        }

        private boolean digit(int i) {
            return s.charAt(i) >= '0' && s.charAt(i) <= '9';
        }

        /// A number of so many digits, or -1.
        private int number(int min, int max) {
            int start = at;
            int value = 0;
            while (at < s.length() && at - start < max && digit(at)) {
                value = value * 10 + s.charAt(at++) - '0';
            }
            return at - start < min ? -1 : value;
        }
    }
}
