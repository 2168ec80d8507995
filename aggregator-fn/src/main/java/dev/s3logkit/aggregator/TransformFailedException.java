package dev.s3logkit.aggregator;

/// Some groups could not be written out; their fragments are all there, and the next run tries
/// again. The log names each group and why.
public final class TransformFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TransformFailedException(long groups) {
        super(groups + " groups could not be written out; the log names each and why");
    }
}
