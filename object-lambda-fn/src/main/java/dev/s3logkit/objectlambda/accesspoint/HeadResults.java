package dev.s3logkit.objectlambda.accesspoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The result of HeadObject: status, error and headers, named and typed as S3 Object Lambda takes
/// them. Headers that it does not know are left out.
final class HeadResults {

    private static final Map<String, String> NAMES =
            Stream.of(
                            "Accept-Ranges",
                            "Cache-Control",
                            "Content-Disposition",
                            "Content-Encoding",
                            "Content-Language",
                            "Content-Length",
                            "Content-Type",
                            "ETag",
                            "Expires",
                            "Last-Modified",
                            "x-amz-archive-status",
                            "x-amz-delete-marker",
                            "x-amz-expiration",
                            "x-amz-missing-meta",
                            "x-amz-mp-parts-count",
                            "x-amz-object-lock-legal-hold",
                            "x-amz-object-lock-mode",
                            "x-amz-object-lock-retain-until-date",
                            "x-amz-replication-status",
                            "x-amz-request-charged",
                            "x-amz-restore",
                            "x-amz-server-side-encryption",
                            "x-amz-storage-class",
                            "x-amz-tagging-count",
                            "x-amz-version-id")
                    .collect(
                            Collectors.toMap(
                                    name -> name.toLowerCase(java.util.Locale.ROOT), n -> n));

    private static final Set<String> NUMBERS =
            Set.of(
                    "content-length",
                    "x-amz-missing-meta",
                    "x-amz-mp-parts-count",
                    "x-amz-tagging-count");

    private static final String FLAG = "x-amz-delete-marker";
    private static final String METADATA = "x-amz-meta-";

    private HeadResults() {}

    static Map<String, Object> of(ObjectResponse response) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("statusCode", response.status());
        if (!response.errorCode().isEmpty()) {
            result.put("errorCode", response.errorCode());
            result.put("errorMessage", response.errorMessage());
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        response.headers()
                .forEach(
                        (name, value) -> {
                            String known = NAMES.get(name);
                            if (known != null) {
                                headers.put(known, typed(name, value));
                            } else if (name.startsWith(METADATA)) {
                                headers.put(name, value);
                            }
                        });
        result.put("headers", headers);
        return result;
    }

    private static Object typed(String name, String value) {
        if (NUMBERS.contains(name) && value.matches("[0-9]{1,18}")) {
            return Long.valueOf(value);
        }
        return name.equals(FLAG) ? (Object) Boolean.valueOf(value) : value;
    }
}
