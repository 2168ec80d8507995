package dev.s3logkit.common;

import java.io.IOException;

/// Data that cannot be read: the one failure family of every decoder.
///
/// A decoder throws nothing else for bad bytes, whatever they are. The message says what was found,
/// what was expected, at which offset and in which object (`s3://bucket/key` or a path).
/// Programming errors stay [IllegalArgumentException] and [IllegalStateException].
public abstract sealed class FormatException extends IOException
        permits NotThisFormatException,
                CorruptedInputException,
                UnsupportedFeatureException,
                LimitExceededException {

    private static final long serialVersionUID = 1L;

    FormatException(String message) {
        super(message);
    }

    FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
