package dev.s3logkit.common.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which bytes of an object an answer to a GET carries.
///
/// @param size bytes of the whole object
record Delivery(long offset, long length, long size) {

    /// `Content-Range` of a 206 (RFC 9110, section 14.4); 18 digits fit into a long.
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /// Reads the headers of an answer and holds them against what was asked for.
    ///
    /// @param asked null for the whole object
    /// @param contentRange null when the answer is the whole object
    /// @throws ObjectStoreException when the answer has other bytes than those asked for
    static Delivery of(
            S3Uri uri, @Nullable ByteRange asked, @Nullable String contentRange, long contentLength)
            throws ObjectStoreException {
        if (asked == null) {
            return new Delivery(0, contentLength, contentLength);
        }
        Delivery delivery =
                contentRange == null
                        ? new Delivery(0, contentLength, contentLength)
                        : parse(contentRange);
        long start = delivery == null ? 0 : asked.start(delivery.size);
        if (delivery == null
                || delivery.length != contentLength
                || delivery.offset != start
                || delivery.length != asked.end(delivery.size) - start) {
            throw new ObjectStoreException(
                    uri,
                    "GET",
                    "asked for %s, the answer has %d bytes and the content range '%s'"
                            .formatted(asked.header(), contentLength, contentRange),
                    null);
        }
        return delivery;
    }

    private static @Nullable Delivery parse(String contentRange) {
        Matcher matcher = CONTENT_RANGE.matcher(contentRange);
        if (!matcher.matches()) {
            return null;
        }
        long first = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        long size = Long.parseLong(matcher.group(3));
        return first > last || last >= size ? null : new Delivery(first, last - first + 1, size);
    }
}
