package dev.s3logkit.compressor.failure;

import org.jspecify.annotations.Nullable;

/// A manifest that cannot be read as one, or that names nothing.
public final class ManifestException extends CompressorException {

    private static final long serialVersionUID = 1L;

    public ManifestException(String message) {
        super(message, null);
    }

    public ManifestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
