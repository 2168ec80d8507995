package dev.s3logkit.compressor.failure;

import org.jspecify.annotations.Nullable;

/// An event that asks for nothing that can be done: the message names the field, what was found and
/// what was expected.
public final class InvalidEventException extends CompressorException {

    private static final long serialVersionUID = 1L;

    public InvalidEventException(String message) {
        super(message, null);
    }

    public InvalidEventException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
