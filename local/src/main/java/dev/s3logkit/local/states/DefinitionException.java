package dev.s3logkit.local.states;

import java.io.IOException;

/// A definition that cannot be run here. The message names the file, the path of the field and what
/// is wrong with it.
public final class DefinitionException extends IOException {

    private static final long serialVersionUID = 1L;

    DefinitionException(String where, String problem) {
        super(where + ": " + problem);
    }

    DefinitionException(String where, String problem, Throwable cause) {
        super(where + ": " + problem, cause);
    }
}
