package dev.s3logkit.common.s3;

import org.jspecify.annotations.Nullable;

/// The bucket is in another region than the client asks in (HTTP 301 or 307, or 400 for a signature
/// made for another region).
public final class WrongRegionException extends ObjectStoreException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String region;

    /// @param region of the bucket; null when S3 did not tell
    public WrongRegionException(
            S3Uri uri, String request, @Nullable String region, @Nullable Throwable cause) {
        super(
                uri,
                request,
                "the bucket is in %s, not in the region of this client"
                        .formatted(region == null ? "another region" : region),
                cause);
        this.region = region;
    }

    /// The bucket's region; null when S3 did not tell.
    public @Nullable String region() {
        return region;
    }
}
