package dev.s3logkit.common.s3;

import org.jspecify.annotations.Nullable;

/// The object has no byte of the range that was asked for (HTTP 416).
public final class RangeNotSatisfiableException extends ObjectStoreException {

    private static final long serialVersionUID = 1L;

    public RangeNotSatisfiableException(S3Uri uri, ByteRange range, @Nullable Throwable cause) {
        super(uri, "GET", "the object ends before the range " + range.header(), cause);
    }
}
