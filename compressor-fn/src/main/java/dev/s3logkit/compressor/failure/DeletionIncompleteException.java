package dev.s3logkit.compressor.failure;

/// Sources that were not deleted: they were changed since, or S3 refused. All others are gone.
public final class DeletionIncompleteException extends CompressorException {

    private static final long serialVersionUID = 1L;

    public DeletionIncompleteException(String message) {
        super(message, null);
    }
}
