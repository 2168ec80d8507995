package dev.s3logkit.errorreport.search;

import java.io.IOException;

/// A search that cannot be run as it was asked for.
public final class InvalidSearchException extends IOException {

    private static final long serialVersionUID = 1L;

    public InvalidSearchException(String message) {
        super(message);
    }
}
