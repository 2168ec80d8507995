package dev.s3logkit.common.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.NotThisFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object of a message: fields by name, every access checked, every complaint saying where.
///
/// @param path where the object stands in its document, such as `Records[0].s3`, or empty
record JsonFields(String path, Map<?, ?> values) {

    /// Far above what S3, SNS and EventBridge nest; deeper documents are not read.
    private static final int MAX_NESTING = 64;

    /// The largest SQS message has 1 MiB.
    private static final long MAX_CHARS = 4L << 20;

    /// How much of a foreign body is quoted in a message.
    private static final int QUOTED_CHARS = 60;

    private static final JSON READER =
            JSON.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_NESTING)
                                                    .maxDocumentLength(MAX_CHARS)
                                                    .build())
                                    .build())
                    .build();

    /// Reads a document that is one JSON object.
    static JsonFields parse(String document) throws NotThisFormatException {
        Object value;
        try (JsonParser parser = READER.getStreamingFactory().createParser(document)) {
            value = READER.anyFrom(parser);
            if (parser.nextToken() != null) {
                throw S3Notification.notANotification("text after a JSON value");
            }
        } catch (NotThisFormatException e) {
            throw e;
        } catch (IOException e) {
            throw S3Notification.notANotification(excerpt(document) + ", which is not JSON");
        }
        if (value instanceof Map<?, ?> fields) {
            return new JsonFields("", fields);
        }
        throw S3Notification.notANotification(excerpt(document) + ", which is no JSON object");
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// The names of the fields, for messages.
    List<String> names() {
        return values.keySet().stream().limit(8).map(name -> excerpt(name.toString())).toList();
    }

    /// A string, or null when the field is absent, null or of another kind.
    @Nullable String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    String requiredText(String name) throws CorruptedInputException {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw damaged(name, "a string that is not empty");
        }
        return text;
    }

    /// A size in bytes, or -1 when the field is absent or null.
    long size(String name) throws CorruptedInputException {
        return switch (values.get(name)) {
            case null -> -1;
            case Integer size when size >= 0 -> size;
            case Long size when size >= 0 -> size;
            default -> throw damaged(name, "a number of bytes");
        };
    }

    JsonFields object(String name) throws CorruptedInputException {
        if (values.get(name) instanceof Map<?, ?> fields) {
            return new JsonFields(pathOf(name), fields);
        }
        throw damaged(name, "an object");
    }

    List<JsonFields> objects(String name) throws CorruptedInputException {
        if (!(values.get(name) instanceof List<?> elements)) {
            throw damaged(name, "an array");
        }
        List<JsonFields> objects = new ArrayList<>(elements.size());
        for (Object element : elements) {
            if (!(element instanceof Map<?, ?> fields)) {
                throw damaged(name, "an array of objects");
            }
            objects.add(new JsonFields(pathOf(name) + "[" + objects.size() + "]", fields));
        }
        return objects;
    }

    CorruptedInputException damaged(String name, String expected) {
        return new CorruptedInputException(
                "S3 notification: %s is %s, expected %s"
                        .formatted(
                                pathOf(name),
                                has(name) ? excerpt(String.valueOf(values.get(name))) : "missing",
                                expected),
                -1);
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String excerpt(String text) {
        String start = text.length() <= QUOTED_CHARS ? text : text.substring(0, QUOTED_CHARS) + "…";
        return "'" + start.replaceAll("\\p{Cntrl}", " ") + "'";
    }
}
