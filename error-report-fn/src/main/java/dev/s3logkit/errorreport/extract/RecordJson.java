package dev.s3logkit.errorreport.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of records: what Ruby writes, too, such as `NaN`. Of a key that is there twice
/// the last value counts.
final class RecordJson {

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .build();

    /// Deeper values are left out.
    private static final int DEPTH = 32;

    private RecordJson() {}

    /// The object, or null when the text is anything else.
    static @Nullable Map<String, Object> object(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, Object> object = members(parser, 0);
            return parser.nextToken() == null ? object : null;
        } catch (IOException _) {
            return null;
        }
    }

    private static Map<String, Object> members(JsonParser parser, int depth) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser, depth);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static @Nullable Object value(JsonParser parser, int depth) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT, START_ARRAY -> {
                if (depth == DEPTH) {
                    parser.skipChildren();
                    yield null;
                }
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    yield members(parser, depth + 1);
                }
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object item = value(parser, depth + 1);
                    if (item != null) {
                        items.add(item);
                    }
                }
                yield items;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                    // A number of thousands of digits is of no use as one.
                    parser.getTextLength() > 25 ? parser.getText() : parser.getNumberValue();
            case VALUE_NUMBER_FLOAT ->
                    parser.getTextLength() > 25 ? parser.getText() : parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }
}
