package dev.s3logkit.orchestrator.plan;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.s3logkit.orchestrator.scan.Tally;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;

/// Writes a plan part by part: docs/formats.md, "Plan".
final class PlanWriter implements AutoCloseable {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;
    private final PlanNames names;

    /// @param out closed with the writer
    PlanWriter(OutputStream out, PlanHeader header, PlanNames names) throws IOException {
        this.names = names;
        json = FACTORY.createGenerator(out, JsonEncoding.UTF8);
        json.writeStartObject();
        json.writeNumberField("version", PlanHeader.VERSION);
        json.writeNumberField("number", header.number());
        json.writeStringField("date", header.selection().date().toString());
        json.writeStringField(
                "date_field", header.selection().field().name().toLowerCase(Locale.ROOT));
        json.writeStringField("inventory", header.inventory());
        json.writeStringField("inventory_version", header.inventoryVersion());
        json.writeNumberField("max_objects_per_manifest", header.limits().objects());
        json.writeNumberField("max_bytes_per_manifest", header.limits().bytes());
        json.writeArrayFieldStart("parts");
    }

    void part(PlanPart part) throws IOException {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringField("name", part.name());
        json.writeStringField("group", part.group());
        json.writeNumberField("number", part.number());
        json.writeNumberField("objects", part.objects());
        json.writeNumberField("bytes", part.bytes());
        json.writeNumberField("manifest_bytes", part.manifestBytes());
        json.writeStringField("sha256", part.sha256());
        json.writeStringField("manifest", names.manifest(part.name()).toString());
        json.writeStringField("archive", names.archive(part.name()).toString());
        json.writeEndObject();
    }

    void end(PlanTotals totals, Tally tally) throws IOException {
        json.writeRaw('\n');
        json.writeEndArray();
        json.writeObjectFieldStart("totals");
        json.writeNumberField("groups", totals.groups());
        json.writeNumberField("manifests", totals.parts());
        json.writeNumberField("objects", totals.objects());
        json.writeNumberField("bytes", totals.bytes());
        json.writeNumberField("already_planned", totals.alreadyPlanned());
        json.writeNumberField("duplicates", totals.duplicates());
        for (Map.Entry<String, Long> count : tally.counts().entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
