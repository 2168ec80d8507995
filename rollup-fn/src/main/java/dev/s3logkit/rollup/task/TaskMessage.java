package dev.s3logkit.rollup.task;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of a task in a queue, ASCII only:
///
/// ```json
/// {"s3_role": null, "bucket_name": "logs", "common_prefix": "photos/",
///  "basenames": ["2026-03-01-00-01-02-0123456789ABCDEF"], "sizes": [2716], "etags": ["9a…"]}
/// ```
///
/// `sizes` and `etags` go with `basenames` one by one, and may be absent.
public final class TaskMessage {

    private static final String ROLE = "s3_role";
    private static final String BUCKET = "bucket_name";
    private static final String PREFIX = "common_prefix";
    private static final String NAMES = "basenames";
    private static final String SIZES = "sizes";
    private static final String ETAGS = "etags";

    /// The largest message of SQS has 1 MiB.
    private static final long MAX_CHARS = 4L << 20;

    private static final int MAX_NESTING = 8;
    private static final int QUOTED_CHARS = 60;

    private static final JsonFactory WRITER =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

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

    private TaskMessage() {}

    /// The message of a task; sizes and ETags are left out unless all of them are known.
    public static String write(RollupTask task) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = WRITER.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField(ROLE, task.role());
            json.writeStringField(BUCKET, task.prefix().bucket());
            json.writeStringField(PREFIX, task.prefix().key());
            json.writeArrayFieldStart(NAMES);
            boolean known = true;
            for (TaskSource source : task.sources()) {
                json.writeString(source.name());
                known &= source.size() != TaskSource.UNKNOWN && source.etag() != null;
            }
            json.writeEndArray();
            if (known) {
                json.writeArrayFieldStart(SIZES);
                for (TaskSource source : task.sources()) {
                    json.writeNumber(source.size());
                }
                json.writeEndArray();
                json.writeArrayFieldStart(ETAGS);
                for (TaskSource source : task.sources()) {
                    json.writeString(source.etag());
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// The most bytes that the message of such a task has before its first log.
    public static long baseBytes(@Nullable String role, S3Uri prefix) {
        int fields = 6;
        int names = (ROLE + BUCKET + PREFIX + NAMES + SIZES + ETAGS).length();
        // Quotes, colon and comma of each field, null or brackets as its value, the outer braces.
        return names
                + fields * 10L
                + (role == null ? 0 : quotedBytes(role))
                + quotedBytes(prefix.bucket())
                + quotedBytes(prefix.key());
    }

    /// The most bytes that a log adds to the message.
    public static long bytes(TaskSource source) {
        String etag = source.etag();
        return quotedBytes(source.name())
                + Long.toString(source.size()).length()
                + (etag == null ? 0 : quotedBytes(etag))
                + 3;
    }

    private static long quotedBytes(String text) {
        long bytes = 2;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < ' ' || c > '~' ? 6 : c == '"' || c == '\\' ? 2 : 1;
        }
        return bytes;
    }

    /// Reads a message, ours or that of the system before this one, which has neither sizes nor
    /// ETags. Names may come in any order, and more than once.
    ///
    /// @throws NotThisFormatException when it is no JSON object
    /// @throws CorruptedInputException names the field, what was found and what was expected
    public static RollupTask parse(String message) throws FormatException {
        Map<?, ?> fields = fields(message);
        List<?> names = list(fields, NAMES);
        List<?> sizes = fields.get(SIZES) == null ? List.of() : list(fields, SIZES);
        List<?> etags = fields.get(ETAGS) == null ? List.of() : list(fields, ETAGS);
        requireSameLength(SIZES, sizes, names);
        requireSameLength(ETAGS, etags, names);
        S3Uri prefix = prefix(fields);
        Map<String, TaskSource> sources = new HashMap<>();
        LocalDate day = null;
        for (int i = 0; i < names.size(); i++) {
            Object found = names.get(i);
            LogKey key = found instanceof String name ? LogKey.parse(name) : null;
            if (key == null || !key.prefix().isEmpty()) {
                throw damaged(NAMES + "[" + i + "]", found, "YYYY-MM-DD-hh-mm-ss-… without '/'");
            }
            if (day != null && !day.equals(key.day())) {
                throw damaged(NAMES + "[" + i + "]", found, "a log of " + day + " like the others");
            }
            day = key.day();
            requireKey(prefix, key.name(), i);
            sources.put(
                    key.name(),
                    new TaskSource(
                            key.name(),
                            sizes.isEmpty() ? TaskSource.UNKNOWN : size(sizes.get(i), i),
                            etags.isEmpty() ? null : etag(etags.get(i), i)));
        }
        if (day == null) {
            throw damaged(NAMES, names, "at least one name");
        }
        return new RollupTask(
                optionalText(fields, ROLE), prefix, day, List.copyOf(sources.values()));
    }

    private static Map<?, ?> fields(String message) throws FormatException {
        Object value;
        try (JsonParser parser = READER.getStreamingFactory().createParser(message)) {
            value = READER.anyFrom(parser);
            if (parser.nextToken() != null) {
                value = null;
            }
        } catch (IOException e) {
            throw new NotThisFormatException(
                    "rollup task: found %s, which is not JSON".formatted(excerpt(message)));
        }
        if (value instanceof Map<?, ?> fields) {
            return fields;
        }
        throw new NotThisFormatException(
                "rollup task: found %s, expected a JSON object".formatted(excerpt(message)));
    }

    private static S3Uri prefix(Map<?, ?> fields) throws CorruptedInputException {
        String bucket = optionalText(fields, BUCKET);
        Object key = fields.get(PREFIX);
        if (bucket == null) {
            throw damaged(BUCKET, fields.get(BUCKET), "the name of a bucket");
        }
        if (!(key instanceof String text)) {
            throw damaged(PREFIX, key, "text");
        }
        try {
            return new S3Uri(bucket, text);
        } catch (IllegalArgumentException e) {
            throw new CorruptedInputException("rollup task: " + e.getMessage(), -1, e);
        }
    }

    private static void requireKey(S3Uri prefix, String name, int i)
            throws CorruptedInputException {
        try {
            prefix.append(name);
        } catch (IllegalArgumentException e) {
            throw new CorruptedInputException(
                    "rollup task: %s[%d]: %s".formatted(NAMES, i, e.getMessage()), -1, e);
        }
    }

    private static @Nullable String optionalText(Map<?, ?> fields, String name)
            throws CorruptedInputException {
        Object value = fields.get(name);
        if (value == null || value instanceof String) {
            return value == null || ((String) value).isEmpty() ? null : (String) value;
        }
        throw damaged(name, value, "text");
    }

    private static List<?> list(Map<?, ?> fields, String name) throws CorruptedInputException {
        if (fields.get(name) instanceof List<?> list) {
            return list;
        }
        throw damaged(name, fields.get(name), "a list");
    }

    private static void requireSameLength(String name, List<?> values, List<?> names)
            throws CorruptedInputException {
        if (!values.isEmpty() && values.size() != names.size()) {
            throw damaged(
                    name,
                    values.size() + " values",
                    "one for each of %d names".formatted(names.size()));
        }
    }

    private static long size(Object found, int i) throws CorruptedInputException {
        long size =
                found instanceof Integer || found instanceof Long
                        ? ((Number) found).longValue()
                        : -1;
        if (size < 0) {
            throw damaged(SIZES + "[" + i + "]", found, "a number of bytes");
        }
        return size;
    }

    private static String etag(Object found, int i) throws CorruptedInputException {
        if (found instanceof String etag && !etag.isEmpty()) {
            return etag;
        }
        throw damaged(ETAGS + "[" + i + "]", found, "an ETag");
    }

    private static CorruptedInputException damaged(
            String field, @Nullable Object found, String expected) {
        return new CorruptedInputException(
                "rollup task: %s is %s, expected %s"
                        .formatted(
                                field,
                                found == null ? "missing" : excerpt(String.valueOf(found)),
                                expected),
                -1);
    }

    private static String excerpt(String text) {
        String start = text.length() <= QUOTED_CHARS ? text : text.substring(0, QUOTED_CHARS) + "…";
        return "'" + start.replaceAll("\\p{Cntrl}", " ") + "'";
    }
}
