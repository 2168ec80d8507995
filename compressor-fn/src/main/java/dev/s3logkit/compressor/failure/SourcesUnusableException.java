package dev.s3logkit.compressor.failure;

/// Objects or buckets that cannot be archived as the manifest has them. Nothing was written.
public final class SourcesUnusableException extends CompressorException {

    private static final long serialVersionUID = 1L;

    public SourcesUnusableException(String message) {
        super(message, null);
    }
}
