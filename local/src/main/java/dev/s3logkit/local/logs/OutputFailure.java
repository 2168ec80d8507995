package dev.s3logkit.local.logs;

import java.io.IOException;

/// What is written to does not take it: the run is over, unlike after an input that fails.
public final class OutputFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private final String target;

    /// @param target what was written to, for people
    public OutputFailure(String target, IOException cause) {
        super(cause.getMessage(), cause);
        this.target = target;
    }

    /// Whether the reader at the other end has seen enough, as `head` has.
    boolean isBrokenPipe() {
        return String.valueOf(getMessage()).contains("Broken pipe");
    }

    String target() {
        return target;
    }
}
