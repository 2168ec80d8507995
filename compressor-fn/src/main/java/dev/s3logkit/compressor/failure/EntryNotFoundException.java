package dev.s3logkit.compressor.failure;

/// The archive has no entry of this name.
public final class EntryNotFoundException extends CompressorException {

    private static final long serialVersionUID = 1L;

    public EntryNotFoundException(String message) {
        super(message, null);
    }
}
