package dev.s3logkit.common.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.s3logkit.common.CorruptedInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A line that was rejected, with where it came from and why: one JSON object on one line,
/// `{"object":…,"line":…,"part":…,"reason":…,"text":…}`.
///
/// The line's bytes are preserved: `text` holds them when they are UTF-8, and `base64` takes its
/// place when they are not.
public final class RejectLine {

    private static final JsonFactory JSON = new JsonFactory();

    private final String object;
    private final long lineNumber;
    private final int part;
    private final String reason;
    private final byte[] bytes;

    private RejectLine(String object, long lineNumber, int part, String reason, byte[] bytes) {
        this.object = object;
        this.lineNumber = lineNumber;
        this.part = part;
        this.reason = reason;
        this.bytes = bytes;
    }

    /// The JSON of a rejected line, without a line break at its end and with none inside.
    ///
    /// @param object the `s3://` URL or path that the line was read from
    /// @param from start of the line in `buffer`
    /// @param to end of the line, its line break not included
    public static byte[] toJson(
            String object,
            long lineNumber,
            int part,
            String reason,
            byte[] buffer,
            int from,
            int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + 256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("object", object);
            json.writeNumberField("line", lineNumber);
            json.writeNumberField("part", part);
            json.writeStringField("reason", reason);
            if (Utf8.isWellFormed(buffer, from, to)) {
                json.writeFieldName("text");
                json.writeUTF8String(buffer, from, to - from);
            } else {
                json.writeFieldName("base64");
                json.writeBinary(buffer, from, to - from);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory does not fail", e);
        }
        return out.toByteArray();
    }

    /// Reads back what [#toJson] made; fields that it does not know are skipped.
    ///
    /// @throws CorruptedInputException if the line is anything else
    public static RejectLine fromJson(byte[] json) throws CorruptedInputException {
        try (JsonParser parser = JSON.createParser(json)) {
            return read(parser);
        } catch (JacksonException e) {
            throw new CorruptedInputException(
                    "a line of rejects: not JSON: " + e.getOriginalMessage(), -1, e);
        } catch (CorruptedInputException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory does not fail", e);
        }
    }

    private static RejectLine read(JsonParser parser) throws IOException {
        @Nullable String object = null;
        long lineNumber = -1;
        int part = -1;
        @Nullable String reason = null;
        byte @Nullable [] bytes = null;
        expect(parser.nextToken() == JsonToken.START_OBJECT, "an object");
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            boolean text = value == JsonToken.VALUE_STRING;
            switch (name) {
                case "object" -> object = text ? parser.getText() : null;
                case "line" -> lineNumber = parser.getValueAsLong(-1);
                case "part" -> part = parser.getValueAsInt(-1);
                case "reason" -> reason = text ? parser.getText() : null;
                case "text" -> bytes = text ? parser.getText().getBytes(UTF_8) : null;
                case "base64" -> bytes = text ? parser.getBinaryValue() : null;
                default -> parser.skipChildren();
            }
        }
        expect(parser.currentToken() == JsonToken.END_OBJECT, "the end of the object");
        expect(lineNumber > 0 && part >= 0, "`line` and `part`");
        expect(object != null && reason != null && bytes != null, "`object`, `reason` and `text`");
        return new RejectLine(
                Objects.requireNonNull(object),
                lineNumber,
                part,
                Objects.requireNonNull(reason),
                Objects.requireNonNull(bytes));
    }

    private static void expect(boolean found, String what) throws CorruptedInputException {
        if (!found) {
            throw new CorruptedInputException("a line of rejects: expected " + what, -1);
        }
    }

    /// The `s3://` URL or path that the line was read from.
    public String object() {
        return object;
    }

    /// 1 for the object's first line.
    public long lineNumber() {
        return lineNumber;
    }

    /// 0 for a whole line, or for the first part of an overlong one.
    public int part() {
        return part;
    }

    public String reason() {
        return reason;
    }

    /// A copy of the line's bytes, without its line break.
    public byte[] bytes() {
        return bytes.clone();
    }
}
