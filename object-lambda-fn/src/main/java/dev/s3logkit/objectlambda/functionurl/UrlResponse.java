package dev.s3logkit.objectlambda.functionurl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// An answer in payload format 2.0. The body is always sent in Base64, which keeps every byte.
///
/// @param headers by lower-case names. `content-length` is left to Lambda, which renames one that
///   it is given, but for HEAD
/// @param body the whole of it; not copied
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record UrlResponse(int status, Map<String, String> headers, byte[] body) {

    private static final JsonFactory JSON = new JsonFactory();

    public UrlResponse {
        headers = Map.copyOf(headers);
    }

    /// Writes the JSON that Lambda takes; the stream stays open.
    public void writeTo(OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeNumberField("statusCode", status);
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : headers.entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeBooleanField("isBase64Encoded", true);
            json.writeBinaryField("body", body);
            json.writeEndObject();
        }
    }
}
