package dev.s3logkit.local.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a runtime says of a handler that failed, as Lambda passes it on to whoever invoked it.
///
/// @param errorType class of the exception
record ErrorReport(String errorType, String errorMessage, List<String> stackTrace) {

    /// Reads the JSON that a runtime posts; what is none is its own message.
    static ErrorReport parse(String json) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(json);
            return new ErrorReport(
                    Objects.toString(fields.get("errorType"), "Runtime.Unknown"),
                    Objects.toString(fields.get("errorMessage"), ""),
                    fields.get("stackTrace") instanceof List<?> lines
                            ? lines.stream().map(String::valueOf).toList()
                            : List.of());
        } catch (IOException e) {
            return new ErrorReport("Runtime.Unknown", json, List.of());
        }
    }
}
