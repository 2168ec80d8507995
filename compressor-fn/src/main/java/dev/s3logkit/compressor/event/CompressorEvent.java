package dev.s3logkit.compressor.event;

import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.failure.InvalidEventException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an invocation asks for: the JSON object of docs/configuration.md, "Compressor events".
public sealed interface CompressorEvent {

    /// Most downloads at once that an event may ask for.
    int MAX_WORKERS = 512;

    /// What is taken unless an event says otherwise.
    int DEFAULT_WORKERS = 256;

    /// Makes one archive of the objects that a manifest lists.
    ///
    /// @param deleteSources starts a deletion when the archive is there
    /// @param overwrite replaces whatever object is at the output
    /// @param workers downloads at once
    record Compress(
            S3Uri manifest,
            S3Uri output,
            ArchiveForm form,
            boolean deleteSources,
            boolean overwrite,
            int workers)
            implements CompressorEvent {}

    /// Takes one entry out of an archive.
    ///
    /// @param entry name of the entry
    /// @param output where the content goes, or null for the response
    /// @param overwrite replaces whatever object is at the output
    record Decompress(S3Uri source, String entry, @Nullable S3Uri output, boolean overwrite)
            implements CompressorEvent {}

    /// Deletes the objects that an archive was made from, after it was verified.
    ///
    /// @param progress of an invocation before this one, or null at the start
    record Delete(S3Uri source, @Nullable Progress progress) implements CompressorEvent {

        /// The event that goes on from here.
        public Map<String, Object> toMap() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("operation", "delete");
            fields.put("source_s3_url", source.toString());
            if (progress != null) {
                fields.put("progress", progress.toMap());
            }
            return fields;
        }
    }

    /// Decodes every entry of an archive and holds it against the proof.
    record Verify(S3Uri source) implements CompressorEvent {}

    /// How far a deletion has come; that there is one says that the archive was proven.
    ///
    /// @param etag of the archive, without quotes; what is said here is of no other
    /// @param handled entries whose sources were dealt with, from the first one on
    /// @param changed sources among them that had another ETag and were left as they are
    record Progress(String etag, long handled, long changed) {

        Map<String, Object> toMap() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("archive_etag", etag);
            fields.put("handled", handled);
            fields.put("changed", changed);
            return fields;
        }

        static Progress of(EventFields fields) throws InvalidEventException {
            return new Progress(
                    fields.requiredText("archive_etag"),
                    fields.count("handled"),
                    fields.count("changed"));
        }
    }

    /// An event, and the names of the fields that mean nothing.
    record Parsed(CompressorEvent event, List<String> unknownFields) {}

    /// Reads an event. A missing `operation` means `compress`.
    static Parsed parse(Map<?, ?> input) throws InvalidEventException {
        EventFields fields = new EventFields(input);
        String operation = Optional.ofNullable(fields.text("operation")).orElse("compress");
        CompressorEvent event =
                switch (operation.toLowerCase(Locale.ROOT)) {
                    case "compress" -> compress(fields);
                    case "decompress" ->
                            new Decompress(
                                    fields.object("source_s3_url"),
                                    fields.requiredText("file_to_extract"),
                                    fields.has("output_s3_url")
                                            ? fields.object("output_s3_url")
                                            : null,
                                    fields.flag("overwrite", false));
                    case "delete" -> {
                        EventFields progress = fields.below("progress");
                        yield new Delete(
                                fields.object("source_s3_url"),
                                progress == null ? null : Progress.of(progress));
                    }
                    case "verify" -> new Verify(fields.object("source_s3_url"));
                    default ->
                            throw fields.rejected(
                                    "operation", "compress, decompress, delete or verify");
                };
        return new Parsed(event, fields.unknown());
    }

    private static Compress compress(EventFields fields) throws InvalidEventException {
        S3Uri manifest = fields.object("input_s3_manifest_url");
        S3Uri output = fields.object("output_s3_url");
        if (output.equals(manifest)) {
            throw fields.rejected("output_s3_url", "another object than the manifest");
        }
        return new Compress(
                manifest,
                output,
                ArchiveForm.of(fields),
                fields.flag("delete_source_files", false),
                fields.flag("overwrite", false),
                fields.integer("max_workers", DEFAULT_WORKERS, 1, MAX_WORKERS));
    }
}
