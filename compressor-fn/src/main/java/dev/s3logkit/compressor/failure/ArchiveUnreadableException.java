package dev.s3logkit.compressor.failure;

import org.jspecify.annotations.Nullable;

/// An archive that is not there, or that has to be restored from an archive storage class first.
public final class ArchiveUnreadableException extends CompressorException {

    private static final long serialVersionUID = 1L;

    public ArchiveUnreadableException(String message) {
        super(message, null);
    }

    public ArchiveUnreadableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
