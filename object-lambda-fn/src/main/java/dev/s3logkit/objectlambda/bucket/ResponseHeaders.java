package dev.s3logkit.objectlambda.bucket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The headers that a request may replace by parameters.
final class ResponseHeaders {

    private static final String PREFIX = "response-";

    private static final List<String> REPLACEABLE =
            List.of(
                    "content-type",
                    "content-language",
                    "expires",
                    "cache-control",
                    "content-disposition",
                    "content-encoding");

    private ResponseHeaders() {}

    static Map<String, String> overrides(S3Question question) {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String name : REPLACEABLE) {
            String value = question.parameter(PREFIX + name);
            if (value != null) {
                overrides.put(name, value);
            }
        }
        return overrides;
    }
}
