package dev.s3logkit.common.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `manifest.json` of an S3 Inventory in CSV (Amazon S3 User Guide, "Locating your inventory
/// list"). Fields that are not read here may be missing.
///
/// @param destinationBucket where the data files are
/// @param schema of their rows
/// @param files at least one
public record InventoryManifest(
        String destinationBucket, InventorySchema schema, List<DataFile> files) {

    /// The largest manifest that is read: some 300,000 data files.
    public static final int MAX_BYTES = 64 << 20;

    private static final Set<String> UNSUPPORTED = Set.of("orc", "parquet");
    private static final String ARN = "arn:";

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(16)
                                    .maxStringLength(1 << 20)
                                    .maxDocumentLength(MAX_BYTES)
                                    .build())
                    .build();

    /// One file of rows.
    ///
    /// @param key in the destination bucket
    /// @param size bytes as stored, or -1 when the manifest does not say
    /// @param md5 of the bytes as stored, 32 hex digits in lower case, or null when the manifest
    ///   has none that can be one
    public record DataFile(String key, long size, @Nullable String md5) {}

    public InventoryManifest {
        files = List.copyOf(files);
    }

    /// Reads a manifest.
    ///
    /// @param name of it in messages
    public static InventoryManifest parse(byte[] json, String name) throws FormatException {
        if (json.length > MAX_BYTES) {
            throw new LimitExceededException(
                    name + ": length of an inventory manifest, bytes", json.length, MAX_BYTES);
        }
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notAManifest(json, name);
            }
            return new Parse(parser, name).manifest();
        } catch (FormatException e) {
            throw e;
        } catch (JacksonException e) {
            throw json.length > 0 && json[0] == '{'
                    ? damaged(name, "is no whole JSON object: " + e.getOriginalMessage())
                    : notAManifest(json, name);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static NotThisFormatException notAManifest(byte[] json, String name) {
        return new NotThisFormatException(
                "%s is no inventory manifest: found %s, expected a JSON object"
                        .formatted(name, Excerpt.of(json, 0, json.length)));
    }

    private static CorruptedInputException damaged(String name, String problem) {
        return new CorruptedInputException(name + ": " + problem, -1);
    }

    /// The fields as they come, in any order.
    private static final class Parse {

        private final JsonParser parser;
        private final String name;
        private @Nullable String destination;
        private @Nullable String format;
        private @Nullable String schema;
        private @Nullable List<DataFile> files;

        Parse(JsonParser parser, String name) {
            this.parser = parser;
            this.name = name;
        }

        InventoryManifest manifest() throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "destinationBucket" -> destination = text(field);
                    case "fileFormat" -> format = text(field);
                    case "fileSchema" -> schema = text(field);
                    case "files" -> files = files();
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw damaged(name, "found text behind the JSON object, expected none");
            }
            String known = required("fileFormat", format).toLowerCase(Locale.ROOT);
            if (UNSUPPORTED.contains(known)) {
                throw new UnsupportedFeatureException(
                        "%s: an inventory in %s; only CSV is read".formatted(name, format));
            }
            if (!known.equals("csv")) {
                throw damaged(name, "fileFormat is '%s', expected CSV".formatted(format));
            }
            if (files == null || files.isEmpty()) {
                throw damaged(name, "lists no data files, expected at least one in 'files'");
            }
            return new InventoryManifest(
                    bucket(required("destinationBucket", destination)),
                    InventorySchema.parse(required("fileSchema", schema), name),
                    files);
        }

        private List<DataFile> files() throws IOException {
            expect(JsonToken.START_ARRAY, "files", "an array");
            List<DataFile> found = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(JsonToken.START_OBJECT, "files", "an array of objects");
                found.add(file());
            }
            return found;
        }

        private DataFile file() throws IOException {
            String key = null;
            long size = -1;
            String md5 = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "key" -> key = text(field);
                    case "size" -> size = size();
                    case "MD5checksum" -> md5 = text(field).toLowerCase(Locale.ROOT);
                    default -> parser.skipChildren();
                }
            }
            boolean digest = md5 != null && md5.matches("[0-9a-f]{32}");
            return new DataFile(required("files[].key", key), size, digest ? md5 : null);
        }

        private long size() throws IOException {
            expect(JsonToken.VALUE_NUMBER_INT, "size", "a number of bytes");
            long size = parser.getLongValue();
            if (size < 0) {
                throw damaged(name, "size is %d, expected a number of bytes".formatted(size));
            }
            return size;
        }

        private String text(String field) throws IOException {
            expect(JsonToken.VALUE_STRING, field, "a string");
            return parser.getText();
        }

        private void expect(JsonToken token, String field, String expected) throws IOException {
            if (parser.currentToken() != token) {
                throw damaged(
                        name,
                        "%s is %s, expected %s".formatted(field, parser.currentToken(), expected));
            }
        }

        private String required(String field, @Nullable String value)
                throws CorruptedInputException {
            if (value == null || value.isEmpty()) {
                throw damaged(name, field + " is missing");
            }
            return value;
        }

        /// `arn:aws:s3:::name`, of any partition, or the name itself.
        private String bucket(String text) throws CorruptedInputException {
            if (!text.startsWith(ARN)) {
                return text;
            }
            String bucket = text.substring(text.lastIndexOf(':') + 1);
            if (!text.matches("arn:[a-z-]+:s3:::[^:/]+")) {
                throw damaged(
                        name,
                        "destinationBucket is %s, expected arn:aws:s3:::name or a name"
                                .formatted(excerpt(text)));
            }
            return bucket;
        }

        private static String excerpt(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            return Excerpt.of(bytes, 0, bytes.length);
        }
    }
}
