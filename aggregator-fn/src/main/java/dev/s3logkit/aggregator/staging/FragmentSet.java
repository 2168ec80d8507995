package dev.s3logkit.aggregator.staging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.CorruptedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes out together, fixed before any of it does: fragments, output names, format and split.
/// A rerun follows the file, whatever its own configuration says, also after an upgrade.
///
/// @param number 1 for the group's first set; each set is finished before the next is made
/// @param format [the format's](dev.s3logkit.aggregator.transform.OutputFormat) extension
/// @param splitBytes uncompressed bytes after which a further output file is begun
/// @param digest SHA-256 in hex over the hashes of the new sources, in their order; null when the
///   fragments bring no source that is not in the ledger already
/// @param recordsKey output key of the records without its extension, below the target
/// @param rejectsKey the same for the rejects
/// @param fragments file names
public record FragmentSet(
        int number,
        String format,
        long splitBytes,
        boolean deduplicate,
        @Nullable String digest,
        String recordsKey,
        String rejectsKey,
        List<String> fragments) {

    private static final int VERSION = 1;

    public FragmentSet {
        fragments = List.copyOf(fragments);
    }

    byte[] toJson() throws IOException {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("version", VERSION);
        json.put("number", number);
        json.put("format", format);
        json.put("split_bytes", splitBytes);
        json.put("deduplicate", deduplicate);
        json.put("digest", digest);
        json.put("records_key", recordsKey);
        json.put("rejects_key", rejectsKey);
        json.put("fragments", fragments);
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asBytes(json);
    }

    /// Reads a set file.
    static FragmentSet read(Path file) throws IOException {
        try {
            Map<String, Object> json = JSON.std.mapFrom(Files.readAllBytes(file));
            if (!Integer.valueOf(VERSION).equals(json.get("version"))) {
                throw new CorruptedInputException(
                        file + ": version " + json.get("version") + ", expected " + VERSION, -1);
            }
            List<String> fragments = new ArrayList<>();
            for (Object fragment : value(file, json, "fragments", Collection.class)) {
                fragments.add(String.valueOf(fragment));
            }
            return new FragmentSet(
                    value(file, json, "number", Integer.class),
                    value(file, json, "format", String.class),
                    value(file, json, "split_bytes", Number.class).longValue(),
                    value(file, json, "deduplicate", Boolean.class),
                    json.get("digest") == null ? null : value(file, json, "digest", String.class),
                    value(file, json, "records_key", String.class),
                    value(file, json, "rejects_key", String.class),
                    fragments);
        } catch (JsonProcessingException e) {
            throw new CorruptedInputException(file + ": no JSON: " + e.getOriginalMessage(), -1, e);
        }
    }

    private static <T> T value(Path file, Map<String, Object> json, String name, Class<T> type)
            throws CorruptedInputException {
        Object value = json.get(name);
        if (!type.isInstance(value)) {
            throw new CorruptedInputException(
                    "%s: '%s' is %s, expected %s"
                            .formatted(file, name, value, type.getSimpleName()),
                    -1);
        }
        return type.cast(value);
    }
}
