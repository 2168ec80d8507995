package dev.s3logkit.errorreport.extract;

/// Bounds of what one log may make us do.
///
/// @param maxBytes decompressed; a log with more fails
/// @param maxErrors that are told of in each report; more are only counted
/// @param maxRejects that are kept; more are only counted
public record Limits(long maxBytes, int maxErrors, int maxRejects) {

    /// The longest line, and the longest record of several lines: what is beyond is cut off.
    public static final int MAX_LINE = 1 << 20;

    /// For a function with a few minutes.
    public static final Limits DEFAULT = new Limits(8L << 30, 20_000, 1_000);
}
