package dev.s3logkit.orchestrator.plan;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.orchestrator.scan.Selection;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a plan: its header, then one part after the other.
///
/// Every method throws a [CorruptedInputException] for what is no plan.
public final class PlanReader implements AutoCloseable {

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(8)
                                    .maxStringLength(1 << 14)
                                    .build())
                    .build();

    private final JsonParser json;
    private final String name;
    private final PlanHeader header;

    /// Reads the header.
    ///
    /// @param in closed with the reader
    /// @param name of the plan in messages
    public PlanReader(InputStream in, String name) throws IOException {
        this.name = name;
        json = FACTORY.createParser(in);
        try {
            header = readHeader();
        } catch (JacksonException e) {
            json.close();
            throw damaged(e.getOriginalMessage());
        } catch (IOException e) {
            json.close();
            throw e;
        }
    }

    /// What the plan was made from.
    public PlanHeader header() {
        return header;
    }

    /// The next part, or empty after the last one.
    public Optional<PlanPart> next() throws IOException {
        try {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                if (json.currentToken() != JsonToken.END_ARRAY) {
                    throw damaged("found " + json.currentToken() + " among the parts");
                }
                return Optional.empty();
            }
            Fields fields = new Fields(scalars());
            return Optional.of(
                    new PlanPart(
                            fields.text("name"),
                            fields.text("group"),
                            (int) fields.number("number"),
                            fields.number("objects"),
                            fields.number("bytes"),
                            fields.number("manifest_bytes"),
                            fields.text("sha256")));
        } catch (JacksonException e) {
            throw damaged(e.getOriginalMessage());
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    private PlanHeader readHeader() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw damaged("found " + json.currentToken() + ", expected a JSON object");
        }
        Fields fields = new Fields(scalars());
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw damaged("has no parts");
        }
        if (fields.number("version") != PlanHeader.VERSION) {
            throw new UnsupportedFeatureException(
                    "%s: a plan of version %d; version %d is read"
                            .formatted(name, fields.number("version"), PlanHeader.VERSION));
        }
        try {
            return new PlanHeader(
                    fields.text("inventory"),
                    fields.text("inventory_version"),
                    new Selection(
                            LocalDate.parse(fields.text("date")),
                            Selection.DateField.valueOf(
                                    fields.text("date_field").toUpperCase(Locale.ROOT))),
                    new PlanLimits(
                            fields.number("max_objects_per_manifest"),
                            fields.number("max_bytes_per_manifest")),
                    (int) fields.number("number"));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    /// The fields of an object up to its end or to an array.
    private Map<String, String> scalars() throws IOException {
        Map<String, String> values = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken() == JsonToken.START_ARRAY) {
                return values;
            }
            if (json.currentToken() == null || !json.currentToken().isScalarValue()) {
                throw damaged(field + " is " + json.currentToken());
            }
            values.put(field, json.getText());
        }
        return values;
    }

    private CorruptedInputException damaged(String problem) {
        return new CorruptedInputException(name + " is no plan: " + problem, -1);
    }

    private final class Fields {

        private final Map<String, String> values;

        Fields(Map<String, String> values) {
            this.values = values;
        }

        String text(String field) throws CorruptedInputException {
            @Nullable String value = values.get(field);
            if (value == null || value.isEmpty()) {
                throw damaged(field + " is missing");
            }
            return value;
        }

        long number(String field) throws CorruptedInputException {
            try {
                return Long.parseLong(text(field));
            } catch (NumberFormatException e) {
                throw damaged(field + " is no number");
            }
        }
    }
}
