package dev.s3logkit.objectlambda.bucket;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a GET or HEAD of an object is answered.
///
/// @param offset of the first byte that is sent
/// @param length bytes that are sent, or that GET would send
/// @param partial whether a range or a part was asked for: status 206 and `Content-Range`
/// @param overrides as in the request
/// @param body [Body.Empty] for HEAD
public record ObjectAnswer(
        ServedObject object,
        long offset,
        long length,
        boolean partial,
        Map<String, String> overrides,
        Body body) {

    /// 206 or 200.
    public int status() {
        return partial ? 206 : 200;
    }

    /// All headers of the object by lower-case names, `content-length` and `content-range`
    /// included.
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("accept-ranges", "bytes");
        headers.put("content-type", object.contentType());
        headers.put("etag", '"' + object.etag() + '"');
        headers.put("last-modified", HttpDate.header(object.lastModified()));
        headers.putAll(overrides);
        headers.put("content-length", Long.toString(length));
        if (partial) {
            headers.put(
                    "content-range",
                    "bytes %d-%d/%d".formatted(offset, offset + length - 1, object.size()));
        }
        return headers;
    }
}
