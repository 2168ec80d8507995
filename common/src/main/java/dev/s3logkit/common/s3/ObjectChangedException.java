package dev.s3logkit.common.s3;

import org.jspecify.annotations.Nullable;

/// The object is not the one that was asked for: it was replaced, so its ETag is another (HTTP 412
/// under `If-Match`).
public final class ObjectChangedException extends ObjectStoreException {

    private static final long serialVersionUID = 1L;

    private final String expected;
    private final @Nullable String found;

    /// @param expected ETag without quotes
    /// @param found ETag of what is there now, without quotes; null when S3 did not tell
    public ObjectChangedException(
            S3Uri uri,
            String request,
            String expected,
            @Nullable String found,
            @Nullable Throwable cause) {
        super(
                uri,
                request,
                "the object was changed: expected was ETag %s, found %s"
                        .formatted(expected, found == null ? "another" : found),
                cause);
        this.expected = expected;
        this.found = found;
    }

    /// The ETag that was asked for, without quotes.
    public String expected() {
        return expected;
    }

    /// The ETag of what is there now, without quotes; null when S3 did not tell.
    public @Nullable String found() {
        return found;
    }
}
