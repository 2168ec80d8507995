package dev.s3logkit.objectlambda.accesspoint;

import dev.s3logkit.objectlambda.bucket.Body;
import java.util.Map;

/// What GetObject or HeadObject is answered.
///
/// @param headers by lower-case names
/// @param errorCode empty for a success, and for 304
/// @param errorMessage empty for a success, and for 304
/// @param body written exactly once; empty for an error
public record ObjectResponse(
        int status, Map<String, String> headers, String errorCode, String errorMessage, Body body) {

    public ObjectResponse {
        headers = Map.copyOf(headers);
    }

    /// An error without content.
    static ObjectResponse error(int status, String code, String message) {
        return new ObjectResponse(status, Map.of(), code, message, new Body.Empty());
    }
}
