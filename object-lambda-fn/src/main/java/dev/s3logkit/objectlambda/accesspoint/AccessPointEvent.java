package dev.s3logkit.objectlambda.accesspoint;

import dev.s3logkit.objectlambda.event.EventFields;
import dev.s3logkit.objectlambda.event.InvalidEventException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A request to an Object Lambda access point.
///
/// @param requestId that the caller of the access point sees
/// @param operation what is asked
/// @param rawPath of the URL that the caller sent, percent-encoded: a slash and the key
/// @param rawQuery of that URL, without the question mark; empty for none
/// @param headers that the caller sent, by the names in the case in which they were sent
public record AccessPointEvent(
        String requestId,
        Operation operation,
        String rawPath,
        String rawQuery,
        Map<String, String> headers) {

    /// What is asked.
    public sealed interface Operation {

        /// A presigned URL of the supporting access point that asks the same in the caller's name;
        /// empty when there is none.
        String inputUrl();

        /// GetObject, answered by WriteGetObjectResponse.
        ///
        /// @param route where the answer goes
        /// @param token that lets one answer through
        record GetObject(String inputUrl, String route, String token) implements Operation {}

        /// HeadObject.
        record HeadObject(String inputUrl) implements Operation {}

        /// ListObjects.
        record ListObjects(String inputUrl) implements Operation {}

        /// ListObjectsV2.
        record ListObjectsV2(String inputUrl) implements Operation {}
    }

    /// Reads an event.
    ///
    /// @throws InvalidEventException when it is none of the four operations
    public static AccessPointEvent of(EventFields event) {
        Operation operation = operation(event);
        EventFields user = event.below("userRequest");
        String url = user.text("url");
        int host = url.indexOf("://");
        int path = url.indexOf('/', host < 0 ? 0 : host + 3);
        int query = url.indexOf('?');
        int pathEnd = query < 0 ? url.length() : query;
        return new AccessPointEvent(
                event.text("xAmzRequestId", ""),
                operation,
                path < 0 || path > pathEnd ? "/" : url.substring(path, pathEnd),
                query < 0 ? "" : url.substring(query + 1),
                user.below("headers").texts());
    }

    private static Operation operation(EventFields event) {
        if (event.has("getObjectContext")) {
            EventFields context = event.below("getObjectContext");
            return new Operation.GetObject(
                    context.text("inputS3Url", ""),
                    context.text("outputRoute"),
                    context.text("outputToken"));
        }
        if (event.has("headObjectContext")) {
            return new Operation.HeadObject(input(event, "headObjectContext"));
        }
        if (event.has("listObjectsContext")) {
            return new Operation.ListObjects(input(event, "listObjectsContext"));
        }
        if (event.has("listObjectsV2Context")) {
            return new Operation.ListObjectsV2(input(event, "listObjectsV2Context"));
        }
        throw new InvalidEventException(
                "the event is none of an Object Lambda access point: expected one of"
                        + " getObjectContext, headObjectContext, listObjectsContext,"
                        + " listObjectsV2Context");
    }

    private static String input(EventFields event, String context) {
        return event.below(context).text("inputS3Url", "");
    }

    /// The headers by lower-case names.
    Map<String, String> lowerCaseHeaders() {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }
}
