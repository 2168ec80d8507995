package dev.s3logkit.compressor.failure;

/// Objects that could not be read to their end. Nothing was written.
public final class DownloadFailedException extends CompressorException {

    private static final long serialVersionUID = 1L;

    public DownloadFailedException(String message) {
        super(message, null);
    }
}
