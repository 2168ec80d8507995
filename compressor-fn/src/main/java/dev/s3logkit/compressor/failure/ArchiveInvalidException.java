package dev.s3logkit.compressor.failure;

import org.jspecify.annotations.Nullable;

/// An archive that is not what its proof says, or that carries no proof: nothing may be deleted for
/// it.
public final class ArchiveInvalidException extends CompressorException {

    private static final long serialVersionUID = 1L;

    public ArchiveInvalidException(String message) {
        super(message, null);
    }

    public ArchiveInvalidException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
