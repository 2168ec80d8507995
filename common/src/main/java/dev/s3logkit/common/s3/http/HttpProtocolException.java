package dev.s3logkit.common.s3.http;

import java.io.IOException;

/// An answer that is not HTTP, or more than an answer may be.
public final class HttpProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    HttpProtocolException(String message) {
        super(message);
    }
}
