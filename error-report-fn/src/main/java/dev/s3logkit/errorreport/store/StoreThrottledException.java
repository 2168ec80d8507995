package dev.s3logkit.errorreport.store;

import java.io.IOException;

/// The store stayed overloaded although it was waited for.
public final class StoreThrottledException extends IOException {

    private static final long serialVersionUID = 1L;

    public StoreThrottledException(String message, Throwable cause) {
        super(message, cause);
    }
}
