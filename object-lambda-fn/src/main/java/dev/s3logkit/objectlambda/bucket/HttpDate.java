package dev.s3logkit.objectlambda.bucket;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Times in headers (RFC 9110, section 5.6.7) and in S3's XML.
final class HttpDate {

    private static final DateTimeFormatter HEADER =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter XML =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    static String header(Instant time) {
        return HEADER.format(time);
    }

    static String xml(Instant time) {
        return XML.format(time);
    }

    /// The time of a header, or null when it is none: such a header is ignored.
    static @Nullable Instant parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return Instant.from(HEADER.parse(header.strip()));
        } catch (DateTimeException e) {
            return iso(header.strip());
        }
    }

    /// S3 takes ISO 8601, too.
    private static @Nullable Instant iso(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
