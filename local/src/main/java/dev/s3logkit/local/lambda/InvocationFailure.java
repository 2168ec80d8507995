package dev.s3logkit.local.lambda;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// A failed invocation as Lambda reports it to callers and destinations.
final class InvocationFailure {

    private static final int STACK_FRAMES = 20;

    private InvocationFailure() {}

    /// The error type is the name of the exception's class, which is what callers match.
    static Map<String, Object> payload(FunctionException failure) {
        Throwable cause = failure.getCause();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("errorMessage", String.valueOf((cause == null ? failure : cause).getMessage()));
        payload.put("errorType", cause == null ? "Sandbox.Timedout" : cause.getClass().getName());
        if (cause != null) {
            payload.put(
                    "stackTrace",
                    Arrays.stream(cause.getStackTrace())
                            .limit(STACK_FRAMES)
                            .map(StackTraceElement::toString)
                            .toList());
        }
        return payload;
    }
}
