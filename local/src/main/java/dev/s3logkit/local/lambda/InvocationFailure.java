package dev.s3logkit.local.lambda;

import java.util.LinkedHashMap;
import java.util.Map;

/// A failed invocation as Lambda reports it to callers and destinations.
final class InvocationFailure {

    private static final int STACK_FRAMES = 20;

    private InvocationFailure() {}

    /// The error type is the name of the exception's class, which is what callers match.
    static Map<String, Object> payload(FunctionException failure) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("errorMessage", failure.errorMessage());
        payload.put("errorType", failure.errorType());
        if (failure.getCause() != null) {
            payload.put("stackTrace", failure.frames().stream().limit(STACK_FRAMES).toList());
        }
        return payload;
    }
}
