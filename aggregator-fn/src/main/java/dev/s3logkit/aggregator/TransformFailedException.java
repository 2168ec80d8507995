package dev.s3logkit.aggregator;

/// Some groups could not be written out, or some files not taken in. All of it is still there, and
/// the next run tries again. The log names each and why.
public final class TransformFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TransformFailedException(long groups, long files) {
        super(
                "%d groups could not be written out, %d files could not be taken in; the log names each and why"
                        .formatted(groups, files));
    }
}
