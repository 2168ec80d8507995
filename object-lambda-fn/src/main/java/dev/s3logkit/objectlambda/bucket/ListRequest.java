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
        boolean second = version2(question);
        String after = question.parameter(second ? "start-after" : "marker");
        String prefix = question.parameter("prefix");
        String delimiter = question.parameter("delimiter");
        String owner = question.parameter("fetch-owner");
        return new ListRequest(
                second ? 2 : 1,
                prefix == null ? "" : prefix,
                delimiter == null ? "" : delimiter,
                after == null ? "" : after,
                second ? token(question) : null,
                maxKeys(question.parameter("max-keys")),
                urlEncoded(question.parameter("encoding-type")),
                !second || "true".equalsIgnoreCase(owner));
    }

    private static boolean version2(S3Question question) throws S3Error {
        String type = question.parameter("list-type");
        if (type == null) {
            return false;
        }
        if (!type.equals("2")) {
            throw S3Error.invalidArgument(
                    "Invalid List Type specified in Request", "list-type", type);
        }
        return true;
    }

    private static @Nullable String token(S3Question question) throws S3Error {
        String token = question.parameter("continuation-token");
        if (token != null && token.isEmpty()) {
            throw ContinuationToken.incorrect(token);
        }
        return token;
    }

    private static int maxKeys(@Nullable String text) throws S3Error {
        if (text == null || text.isEmpty()) {
            return MAX_KEYS;
        }
        int maxKeys;
        try {
            maxKeys = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw S3Error.invalidArgument(
                    "Provided max-keys not an integer or within integer range", "max-keys", text);
        }
        if (maxKeys < 0) {
            throw S3Error.invalidArgument(
                    "Argument max-keys must be an integer between 0 and 2147483647",
                    "max-keys",
                    text);
        }
        return Math.min(maxKeys, MAX_KEYS);
    }

    private static boolean urlEncoded(@Nullable String type) throws S3Error {
        if (type == null || type.isEmpty()) {
            return false;
        }
        if (!type.equals("url")) {
            throw S3Error.invalidArgument(
                    "Invalid Encoding Method specified in Request", "encoding-type", type);
        }
        return true;
    }
}
