package dev.s3logkit.objectlambda.signature;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A request as it came over the wire.
///
/// @param method in upper case
/// @param path from the first slash on, percent-encoded as it was sent
/// @param query without the question mark, percent-encoded as it was sent; empty for none
/// @param headers by their names in lower case; of a header that came several times the values are
///   joined by commas
/// @param body the whole of it; not copied
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record SignedRequest(
        String method, String path, String query, Map<String, String> headers, byte[] body) {

    public SignedRequest {
        TreeMap<String, String> lower = new TreeMap<>();
        headers.forEach(
                (name, value) ->
                        lower.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a + "," + b));
        headers = lower;
    }

    /// The value of a header; empty when there is none.
    String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
