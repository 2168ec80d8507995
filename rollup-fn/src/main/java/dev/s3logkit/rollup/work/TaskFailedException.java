package dev.s3logkit.rollup.work;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A task that is not done and may be tried again; the message names the object that was in the
/// way. Nothing is lost, whatever had been done before.
public final class TaskFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    TaskFailedException(String message) {
        super(message);
    }

    TaskFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
