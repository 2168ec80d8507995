package dev.s3logkit.common.inventory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/// Reads times such as `2024-05-07T21:12:55.000Z` as the day in UTC. Not safe for use by several
/// threads.
final class DayField {

    /// What [#read] returns for text that is no time.
    static final int INVALID = -1;

    /// Longer than any time: nanoseconds, and an offset with seconds.
    private static final int MAX_LENGTH = 40;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// A time without its last digit, and the bits in which digits may differ from it.
    private static final long TIME = word("T00:00:0");

    private static final long DIGITS = word("\0\17\17\0\17\17\0\17");

    /// Added, these set a bit of what is no digit, and of tens of minutes and seconds above five.
    private static final long ABOVE_NINE = word("\0\6\6\0\6\6\0\6");

    private static final long OVERFLOW = word("\0\100\100\0\100\100\0\100");
    private static final long ABOVE_FIVE = word("\0\0\0\0\12\0\0\12");
    private static final long TENS_OVERFLOW = word("\0\0\0\0\100\0\0\100");

    private static long word(String text) {
        return (long) WORD.get(text.getBytes(ISO_8859_1), 0);
    }

    /// The `yyyy-mm-` that was read last, the number `yyyymm00` of it, and the days it has.
    private long knownMonth;

    private int knownMonthNumber;
    private int knownMonthDays;

    /// The day of a time as `yyyymmdd`, or [#INVALID]. A time without an offset is one in UTC, and
    /// a date is a time, too.
    int read(byte[] b, int from, int to) {
        int length = to - from;
        if ((length == 24 || length == 20) && b[to - 1] == 'Z' && isTime(b, from, length)) {
            return day(b, from);
        }
        return length < 10 || length > MAX_LENGTH
                ? INVALID
                : readAny(new String(b, from, length, ISO_8859_1));
    }

    private int day(byte[] b, int from) {
        long month = (long) WORD.get(b, from);
        if (month != knownMonth && !learn(b, from, month)) {
            return INVALID;
        }
        int day = number(b, from + 8, 2);
        return day < 1 || day > knownMonthDays ? INVALID : knownMonthNumber + day;
    }

    private boolean learn(byte[] b, int from, long word) {
        int year = number(b, from, 4);
        int month = number(b, from + 5, 2);
        if (year < 1 || month < 1 || month > 12 || b[from + 4] != '-' || b[from + 7] != '-') {
            return false;
        }
        knownMonth = word;
        knownMonthNumber = year * 10_000 + month * 100;
        knownMonthDays = YearMonth.of(year, month).lengthOfMonth();
        return true;
    }

    /// Whether `Thh:mm:ss`, with or without a fraction, follows the date.
    private static boolean isTime(byte[] b, int from, int length) {
        // All but the last digit of the seconds.
        long word = (long) WORD.get(b, from + 10);
        int hours = number(b, from + 11, 2);
        int last = b[from + 18] - '0';
        return ((word ^ TIME) & ~DIGITS) == 0
                && ((word + ABOVE_NINE) & OVERFLOW) == 0
                && ((word + ABOVE_FIVE) & TENS_OVERFLOW) == 0
                && hours < 24
                && last >= 0
                && last <= 9
                && (length == 20 || (b[from + 19] == '.' && number(b, from + 20, 3) >= 0));
    }

    /// The number that `count` digits are, or -1 when one of them is none.
    private static int number(byte[] b, int from, int count) {
        int value = 0;
        int wrong = 0;
        for (int i = from; i < from + count; i++) {
            int digit = b[i] - '0';
            wrong |= digit | 9 - digit;
            value = value * 10 + digit;
        }
        return wrong < 0 ? -1 : value;
    }

    private static int readAny(String text) {
        try {
            if (text.length() == 10) {
                return number(LocalDate.parse(text));
            }
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(
                            text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
            return switch (time) {
                case OffsetDateTime t ->
                        number(t.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
                default -> number(LocalDate.from(time));
            };
        } catch (DateTimeException e) {
            return INVALID;
        }
    }

    private static int number(LocalDate date) {
        return date.getYear() < 1 || date.getYear() > 9999
                ? INVALID
                : date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }
}
