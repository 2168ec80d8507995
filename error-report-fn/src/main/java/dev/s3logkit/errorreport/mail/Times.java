package dev.s3logkit.errorreport.mail;

import dev.s3logkit.errorreport.report.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people read them, in UTC.
final class Times {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEE d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH);

    private Times() {}

    /// Such as `Sat 21 Nov 2026, 10:10 to 10:20 UTC`.
    static String window(Window window) {
        ZonedDateTime from = window.from().atZone(ZoneOffset.UTC);
        ZonedDateTime to = window.to().atZone(ZoneOffset.UTC);
        String end =
                from.toLocalDate().equals(to.toLocalDate())
                        ? MINUTE.format(to)
                        : DAY.format(to) + ", " + MINUTE.format(to);
        return "%s, %s to %s UTC".formatted(DAY.format(from), MINUTE.format(from), end);
    }

    static String second(Instant time) {
        return SECOND.format(time.atZone(ZoneOffset.UTC)) + " UTC";
    }

    static String minute(Instant time) {
        return MINUTE.format(time.atZone(ZoneOffset.UTC));
    }

    /// Such as `10 minutes` or `1 hour 20 minutes`.
    static String length(Duration duration) {
        long hours = duration.toHours();
        int minutes = duration.toMinutesPart();
        StringBuilder text = new StringBuilder();
        if (hours > 0) {
            text.append(hours).append(hours == 1 ? " hour" : " hours");
        }
        if (minutes > 0 || hours == 0) {
            text.append(text.isEmpty() ? "" : " ");
            text.append(minutes).append(minutes == 1 ? " minute" : " minutes");
        }
        return text.toString();
    }
}
