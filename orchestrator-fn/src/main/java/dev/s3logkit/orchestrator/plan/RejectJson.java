package dev.s3logkit.orchestrator.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.s3logkit.orchestrator.scan.Reject;
import java.io.IOException;
import java.io.StringWriter;

/// A rejected row as one line of JSON: docs/formats.md, "Rejected rows of an inventory".
final class RejectJson {

    private static final JsonFactory JSON = new JsonFactory();

    private RejectJson() {}

    static String of(Reject reject) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("file", reject.file());
            json.writeNumberField("line", reject.line());
            json.writeStringField("reason", reject.reason());
            json.writeStringField("text", reject.text());
            json.writeEndObject();
        }
        return text.toString();
    }
}
