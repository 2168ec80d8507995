package dev.s3logkit.objectlambda.signature;

import java.util.LinkedHashMap;
import java.util.Map;

/// Ends the check of a request; never leaves this package.
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Verdict.Refused refused;

    RefusedException(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /// @param details further elements of the error document, in this order
    RefusedException(int status, String code, String message, Map<String, String> details) {
        super(message, null, false, false);
        this.refused = new Verdict.Refused(status, code, message, new LinkedHashMap<>(details));
    }

    Verdict.Refused refused() {
        return refused;
    }
}
