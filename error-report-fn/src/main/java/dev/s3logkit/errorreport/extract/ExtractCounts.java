package dev.s3logkit.errorreport.extract;

/// What the reading of one log came to.
///
/// @param bytes decompressed
/// @param lines that were read, empty ones included
/// @param candidates records that were looked at closely
/// @param found records that matched, once for each rule
/// @param dropped that matched and passed the bound
/// @param rejected lines that are not what they start as
public record ExtractCounts(
        long bytes, long lines, long candidates, long found, long dropped, long rejected) {

    /// Of nothing.
    public static final ExtractCounts ZERO = new ExtractCounts(0, 0, 0, 0, 0, 0);

    /// These and those together.
    public ExtractCounts plus(ExtractCounts others) {
        return new ExtractCounts(
                bytes + others.bytes,
                lines + others.lines,
                candidates + others.candidates,
                found + others.found,
                dropped + others.dropped,
                rejected + others.rejected);
    }
}
