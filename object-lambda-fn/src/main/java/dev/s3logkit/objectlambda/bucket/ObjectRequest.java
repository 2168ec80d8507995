package dev.s3logkit.objectlambda.bucket;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a GET or HEAD of an object asks for. Values of headers are as they were sent; those that S3
/// ignores when they are malformed are ignored here.
///
/// @param key not empty
/// @param range value of `Range`; null for the whole object
/// @param partNumber text of the parameter; null when it is not there
/// @param conditions what has to hold first
/// @param overrides headers to answer with instead of the object's own, by lower-case names: from
///   the `response-*` parameters
public record ObjectRequest(
        String key,
        @Nullable String range,
        @Nullable String partNumber,
        Conditions conditions,
        Map<String, String> overrides) {

    public ObjectRequest {
        overrides = Map.copyOf(overrides);
    }

    /// The whole object, whatever it is.
    public static ObjectRequest of(String key) {
        return new ObjectRequest(key, null, null, Conditions.NONE, Map.of());
    }

    /// Reads the request that headers and parameters make.
    public static ObjectRequest of(S3Question question) {
        return new ObjectRequest(
                question.key(),
                question.header("range"),
                question.parameter("partNumber"),
                new Conditions(
                        question.header("if-match"),
                        question.header("if-none-match"),
                        question.header("if-modified-since"),
                        question.header("if-unmodified-since")),
                Overrides.of(question));
    }

    /// The conditions of RFC 9110, section 13, as S3 takes them.
    ///
    /// @param ifMatch value of the header; null when it is not there, like the others
    public record Conditions(
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable String ifModifiedSince,
            @Nullable String ifUnmodifiedSince) {

        /// Nothing has to hold.
        public static final Conditions NONE = new Conditions(null, null, null, null);
    }
}
