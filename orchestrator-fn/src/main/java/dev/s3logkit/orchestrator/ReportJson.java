package dev.s3logkit.orchestrator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.s3logkit.orchestrator.plan.PlanHeader;
import dev.s3logkit.orchestrator.scan.RowKind;
import dev.s3logkit.orchestrator.scan.Tally;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/// The report of rows that are in no manifest and that people should look at: docs/formats.md,
/// "Unknown keys".
final class ReportJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ReportJson() {}

    static String unknown(PlanHeader header, Tally tally) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("inventory", header.inventory());
            json.writeStringField("inventory_version", header.inventoryVersion());
            json.writeStringField("date", header.selection().date().toString());
            for (RowKind kind : RowKind.values()) {
                if (kind.reported()) {
                    json.writeObjectFieldStart(kind.label());
                    json.writeNumberField("rows", tally.rows(kind));
                    json.writeNumberField("bytes", tally.bytes(kind));
                    json.writeArrayFieldStart("examples");
                    for (String example : tally.examples().getOrDefault(kind.label(), List.of())) {
                        json.writeString(example);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }
            }
            json.writeEndObject();
        }
        return text + "\n";
    }
}
