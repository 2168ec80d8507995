package dev.s3logkit.common.s3.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Dates in headers (RFC 9110, section 5.6.7), in the only form that is still sent.
public final class HttpDate {

    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static final int LENGTH = 29;

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private HttpDate() {}

    /// The time, or empty when the text is not of this form.
    public static Optional<Instant> parse(String text) {
        if (text.length() != LENGTH || !text.endsWith(" GMT")) {
            return Optional.empty();
        }
        int month = MONTHS.indexOf(text.substring(8, 11));
        if (month % 3 != 0) {
            return Optional.empty();
        }
        try {
            LocalDateTime time =
                    LocalDateTime.of(
                            number(text, 12, 16),
                            month / 3 + 1,
                            number(text, 5, 7),
                            number(text, 17, 19),
                            number(text, 20, 22),
                            number(text, 23, 25));
            return Optional.of(time.toInstant(ZoneOffset.UTC));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
