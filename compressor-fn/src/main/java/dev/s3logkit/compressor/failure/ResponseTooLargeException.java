package dev.s3logkit.compressor.failure;

/// The content is larger than a response may be.
public final class ResponseTooLargeException extends CompressorException {

    private static final long serialVersionUID = 1L;

    public ResponseTooLargeException(String message) {
        super(message, null);
    }
}
