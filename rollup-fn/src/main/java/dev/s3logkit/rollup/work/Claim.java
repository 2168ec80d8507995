package dev.s3logkit.rollup.work;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.CorruptedInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The content of an object that holds the place of a tarball for a moment:
///
/// ```json
/// {"claim": "5f0c…", "names": ["2026-03-01-00-01-02-0123456789ABCDEF"], "etags": ["9a…"]}
/// ```
///
/// The claim is a random number, so that no two claims have the same ETag.
final class Claim {

    /// The user metadata that holds the random number, too.
    static final String METADATA = "rollup-claim";

    static final String CONTENT_TYPE = "application/json";

    /// No tarball starts with it.
    static final byte FIRST_BYTE = '{';

    /// Names of 1 KiB for each of the logs of a task, and more.
    static final int MAX_BYTES = 16 << 20;

    private static final String NUMBER = "claim";
    private static final String NAMES = "names";
    private static final String ETAGS = "etags";

    private static final JsonFactory WRITER = new JsonFactory();

    private Claim() {}

    static byte[] write(String number, Collection<LogId> logs) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = WRITER.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField(NUMBER, number);
            json.writeArrayFieldStart(NAMES);
            for (LogId log : logs) {
                json.writeString(log.name());
            }
            json.writeEndArray();
            json.writeArrayFieldStart(ETAGS);
            for (LogId log : logs) {
                json.writeString(log.etag());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /// The logs that a claim names.
    ///
    /// @param source names it in messages
    static Set<LogId> read(byte[] content, String source) throws CorruptedInputException {
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(content);
        } catch (IOException e) {
            throw new CorruptedInputException(source + " is neither tarball nor claim", 0, e);
        }
        if (!(fields.get(NAMES) instanceof List<?> names)
                || !(fields.get(ETAGS) instanceof List<?> etags)
                || names.size() != etags.size()) {
            throw new CorruptedInputException(
                    source + ": a claim without as many etags as names", 0);
        }
        Set<LogId> logs = HashSet.newHashSet(names.size());
        for (int i = 0; i < names.size(); i++) {
            if (!(names.get(i) instanceof String name) || !(etags.get(i) instanceof String etag)) {
                throw new CorruptedInputException(source + ": a claim of what is no log", 0);
            }
            logs.add(new LogId(name, etag));
        }
        return logs;
    }
}
