package dev.s3logkit.compressor.failure;

/// Objects that have to be restored before they can be archived. Nothing was written.
public final class SourcesArchivedException extends CompressorException {

    private static final long serialVersionUID = 1L;

    public SourcesArchivedException(String message) {
        super(message, null);
    }
}
