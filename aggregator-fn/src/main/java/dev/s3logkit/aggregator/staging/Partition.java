package dev.s3logkit.aggregator.staging;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// One kind of lines of one scope in one window of event time.
///
/// @param scope [Scope#ALL_BUCKETS], or the folder name that [Scope#ofBucket(String)] gives
/// @param start first second of the window, seconds since 1970
/// @param seconds length of the window
public record Partition(String scope, long start, int seconds, LineKind kind) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// `20190206T000000Z-900.records`; names no scope, since the folder does.
    String fileName() {
        return stamp(start) + "-" + seconds + "." + kind.label();
    }

    /// The partition for people and digests: scope, window and kind.
    public String name() {
        return scope + "/" + fileName();
    }

    /// A second as `20190206T000000Z`.
    public static String stamp(long epochSecond) {
        return STAMP.format(Instant.ofEpochSecond(epochSecond));
    }

    /// What [#stamp(long)] made, as seconds since 1970.
    ///
    /// @throws java.time.DateTimeException when the text is not of this form
    static long parseStamp(String text) {
        return Instant.from(STAMP.parse(text)).getEpochSecond();
    }
}
