package dev.s3logkit.compressor.failure;

import org.jspecify.annotations.Nullable;

/// There is another object at the output URL. It was left as it is.
public final class OutputExistsException extends CompressorException {

    private static final long serialVersionUID = 1L;

    public OutputExistsException(String message) {
        super(message, null);
    }

    public OutputExistsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
