package dev.s3logkit.local.archive;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.common.archive.browse.EntryDetails;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of an entry, as names and values: for JSON, and for `stat`. What is not known is
/// left out.
final class EntryFields {

    private EntryFields() {}

    /// What listings show.
    static Map<String, Object> of(Archive archive, ArchiveEntry entry) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", EntryName.print(entry.key()));
        fields.put("type", entry.type().name().toLowerCase(Locale.ROOT));
        if (entry.isFile()) {
            fields.put("size", entry.size());
        }
        if (entry.modified() != null) {
            fields.put("modified", entry.modified().toString());
        }
        if (entry.permissions() >= 0) {
            fields.put("mode", "%04o".formatted(entry.permissions()));
        }
        String target = archive.linkTarget(entry);
        if (target != null) {
            fields.put("target", EntryName.print(target));
        }
        if (entry.storedSize() >= 0) {
            fields.put("stored_size", entry.storedSize());
        }
        if (entry.crc32() >= 0) {
            fields.put("crc32", HexFormat.of().toHexDigits(entry.crc32(), 8));
        }
        if (entry.etag() != null) {
            fields.put("etag", entry.etag());
        }
        return fields;
    }

    /// All that the archive says.
    static Map<String, Object> all(Archive archive, ArchiveEntry entry) throws IOException {
        Map<String, Object> fields = of(archive, entry);
        EntryDetails details = archive.details(entry);
        details.uid().ifPresent(uid -> fields.put("uid", uid));
        details.gid().ifPresent(gid -> fields.put("gid", gid));
        details.links().ifPresent(links -> fields.put("links", links));
        put(fields, "device", details.device());
        put(fields, "method", details.method());
        put(fields, "source", details.source());
        put(fields, "etag", details.etag());
        if (!details.attributes().isEmpty()) {
            Map<String, String> attributes = new LinkedHashMap<>();
            details.attributes()
                    .forEach(
                            (name, value) ->
                                    attributes.put(
                                            EntryName.print(name),
                                            EntryName.print(EntryName.toText(value))));
            fields.put("xattrs", attributes);
        }
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    static String json(Map<String, Object> fields) throws IOException {
        return JSON.std.asString(fields);
    }
}
