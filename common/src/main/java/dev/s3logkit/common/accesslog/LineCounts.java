package dev.s3logkit.common.accesslog;

/// What was read: each line is either accepted or rejected.
///
/// @param bytes all of the input, line breaks included
public record LineCounts(long accepted, long rejected, long bytes) {

    public static final LineCounts NONE = new LineCounts(0, 0, 0);

    public long lines() {
        return accepted + rejected;
    }

    public LineCounts plus(LineCounts other) {
        return new LineCounts(
                accepted + other.accepted, rejected + other.rejected, bytes + other.bytes);
    }
}
