package dev.s3logkit.objectlambda.bucket;

import org.jspecify.annotations.Nullable;

/// What ListObjects or ListObjectsV2 asks for; texts are decoded.
///
/// @param version 1 or 2
/// @param prefix empty for all
/// @param delimiter any text; empty for none
/// @param after the marker of version 1, `start-after` of version 2; empty for the beginning. Keys
///   and common prefixes come after it, which need not exist
/// @param continuationToken of the page before; goes before `after`
/// @param maxKeys keys and common prefixes of the page; 0 to 1000, more are taken for 1000
/// @param urlEncoded whether the XML carries texts percent-encoded; typed results are never encoded
/// @param fetchOwner whether version 2 names the owner; version 1 always does
public record ListRequest(
        int version,
        String prefix,
        String delimiter,
        String after,
        @Nullable String continuationToken,
        int maxKeys,
        boolean urlEncoded,
        boolean fetchOwner) {

    /// What S3 gives at the most, and without being told.
    public static final int MAX_KEYS = 1000;

    /// All keys below a prefix.
    public static ListRequest of(String prefix) {
        return new ListRequest(2, prefix, "", "", null, MAX_KEYS, false, false);
    }

    /// Reads the request that the parameters make.
    ///
    /// @throws S3Error `InvalidArgument` when one of them cannot be used
    public static ListRequest of(S3Question question) throws S3Error {
        throw new UnsupportedOperationException();
    }
}
