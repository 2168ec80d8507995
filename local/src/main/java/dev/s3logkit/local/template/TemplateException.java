package dev.s3logkit.local.template;

import java.io.IOException;

/// A template that cannot be run; the message names the logical id and the property.
public final class TemplateException extends IOException {

    private static final long serialVersionUID = 1L;

    TemplateException(String where, String problem) {
        super(where + ": " + problem);
    }

    TemplateException(String where, String problem, Throwable cause) {
        super(where + ": " + problem, cause);
    }
}
