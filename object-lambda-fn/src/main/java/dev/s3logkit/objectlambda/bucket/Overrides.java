package dev.s3logkit.objectlambda.bucket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The headers of an answer that a request replaces by its `response-*` parameters.
final class Overrides {

    private static final String PREFIX = "response-";

    private static final List<String> REPLACEABLE =
            List.of(
                    "content-type",
                    "content-language",
                    "expires",
                    "cache-control",
                    "content-disposition",
                    "content-encoding");

    private Overrides() {}

    static Map<String, String> of(S3Question question) {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String name : REPLACEABLE) {
            String value = question.parameter(PREFIX + name);
            if (value != null) {
                overrides.put(name, value);
            }
        }
        return overrides;
    }

    /// @throws S3Error when a value cannot be that of a header: it would end it and begin another
    static void check(Map<String, String> overrides) throws S3Error {
        for (Map.Entry<String, String> header : overrides.entrySet()) {
            if (header.getValue().chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
                throw S3Error.invalidArgument(
                        "Header value cannot be represented using ISO-8859-1.",
                        PREFIX + header.getKey(),
                        header.getValue());
            }
        }
    }
}
