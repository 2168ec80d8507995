package dev.s3logkit.compressor;

import dev.s3logkit.common.archive.zip.ArchiveOrigin;
import dev.s3logkit.common.archive.zip.ZipSummary;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.PutOutcome;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.archive.ArchiveMaker;
import dev.s3logkit.compressor.archive.ArchiveVerifier;
import dev.s3logkit.compressor.archive.EntryExtractor;
import dev.s3logkit.compressor.archive.EntryExtractor.Extracted;
import dev.s3logkit.compressor.archive.ExistingOutput;
import dev.s3logkit.compressor.archive.SourceDeleter;
import dev.s3logkit.compressor.archive.Watcher;
import dev.s3logkit.compressor.event.CompressorEvent;
import dev.s3logkit.compressor.event.CompressorEvent.Compress;
import dev.s3logkit.compressor.event.CompressorEvent.Decompress;
import dev.s3logkit.compressor.event.CompressorEvent.Delete;
import dev.s3logkit.compressor.event.CompressorEvent.Verify;
import dev.s3logkit.compressor.failure.ManifestException;
import dev.s3logkit.compressor.failure.OutputExistsException;
import dev.s3logkit.compressor.failure.ResponseTooLargeException;
import dev.s3logkit.compressor.source.SourceFinder;
import dev.s3logkit.compressor.source.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The four operations. Each run may be repeated, and two at once come to one result.
public final class Compressor {

    /// A response of Lambda has at most 6 MiB; base64 makes four bytes of three, and the rest of
    /// the answer takes some.
    static final int MAX_CONTENT = (6 << 20) / 4 * 3 - (16 << 10);

    private static final String SUCCESS = "success";
    private static final String CONTENT_IDENTITY = "s3logkit-content";

    private final ObjectStore store;
    private final @Nullable String kmsKeyId;
    private final Watcher watcher;

    /// @param kmsKeyId key that S3 encrypts archives and extracted files with, or null for the
    ///   bucket's own
    public Compressor(ObjectStore store, @Nullable String kmsKeyId, Watcher watcher) {
        this.store = store;
        this.kmsKeyId = kmsKeyId;
        this.watcher = watcher;
    }

    /// Does what the event asks for.
    ///
    /// @param goOn whether there is time left; asked now and then by runs that can go on later
    /// @throws dev.s3logkit.compressor.failure.CompressorException when it cannot be done
    /// @throws IOException when S3 fails
    public RunResult run(CompressorEvent event, BooleanSupplier goOn) throws IOException {
        RequestCounts before = store.requests();
        RunResult.Builder result =
                switch (event) {
                    case Compress compress -> compress(compress);
                    case Decompress decompress -> decompress(decompress);
                    case Delete delete -> delete(delete, goOn);
                    case Verify verify -> verify(verify);
                };
        return result.build(store.requests().since(before));
    }

    private RunResult.Builder compress(Compress event) throws IOException {
        RunResult.Builder result = new RunResult.Builder().field("status", SUCCESS);
        result.field("output_key", event.output().key());
        result.field("output_s3_url", event.output().toString());
        ArchiveOrigin origin = origin(event);
        switch (ExistingOutput.look(store, event.output(), origin)) {
            case ExistingOutput.Nothing() -> make(event, origin, result);
            case ExistingOutput.Same(ZipSummary summary) -> existed(summary, result);
            case ExistingOutput.Other(String what) -> {
                if (!event.overwrite()) {
                    throw exists(event.output(), what);
                }
                make(event, origin, result);
            }
        }
        return event.deleteSources() ? result.next(new Delete(event.output(), null)) : result;
    }

    private void make(Compress event, ArchiveOrigin origin, RunResult.Builder result)
            throws IOException {
        Sources sources;
        try (InputStream manifest = openManifest(event.manifest())) {
            sources = new SourceFinder(store, event).find(manifest);
        }
        result.time("list_files_time");
        ArchiveMaker.Made made =
                new ArchiveMaker(store, event, kmsKeyId, watcher).make(sources, origin);
        result.time("zip_creation_time").time("upload_time", made.commitNanos());
        switch (made.outcome()) {
            case PutOutcome.Created _ -> {
                downloads(result, made.summary());
                result.count("files_missing", sources.missing());
                sizes(result, sources.bytes(), made.summary());
            }
            case PutOutcome.AlreadyExists _ -> {
                // another run was there first: what it made is judged, not who made it
                switch (ExistingOutput.look(store, event.output(), origin)) {
                    case ExistingOutput.Same(ZipSummary summary) -> existed(summary, result);
                    case ExistingOutput.Other(String what) -> throw exists(event.output(), what);
                    case ExistingOutput.Nothing() ->
                            throw exists(event.output(), "an object that was deleted meanwhile");
                }
            }
        }
    }

    private static void existed(ZipSummary summary, RunResult.Builder result) {
        result.field("existed", true);
        downloads(result, summary);
        sizes(result, summary.sourceBytes(), summary);
    }

    /// A download that fails for good fails the run, so that an answer has none.
    private static void downloads(RunResult.Builder result, ZipSummary summary) {
        result.count("files_processed", summary.entries());
        result.data("successful_downloads", summary.entries());
        result.data("failed_downloads", 0);
    }

    private static void sizes(RunResult.Builder result, long announced, ZipSummary summary) {
        result.count("s3_metadata_size_bytes", announced);
        result.count("total_uncompressed_bytes", summary.sourceBytes());
        result.count("total_compressed_bytes", summary.archiveBytes());
        result.data(
                "compression_ratio",
                summary.sourceBytes() == 0
                        ? "N/A"
                        : String.format(
                                Locale.ROOT,
                                "%.4f",
                                1.0 * summary.archiveBytes() / summary.sourceBytes()));
    }

    private static OutputExistsException exists(S3Uri output, String what) {
        return new OutputExistsException(
                "%s is taken by %s; it was left as it is (\"overwrite\": true replaces it)"
                        .formatted(output, what));
    }

    private ArchiveOrigin origin(Compress event) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        try (InputStream manifest = new DigestInputStream(openManifest(event.manifest()), digest)) {
            manifest.transferTo(OutputStream.nullOutputStream());
        }
        return new ArchiveOrigin(
                HexFormat.of().formatHex(digest.digest()), event.form().canonical());
    }

    private ObjectStream openManifest(S3Uri manifest) throws IOException {
        try {
            return store.open(manifest);
        } catch (NoSuchObjectException e) {
            throw new ManifestException("the manifest is not there: " + e.getMessage(), e);
        }
    }

    private RunResult.Builder decompress(Decompress event) throws IOException {
        RunResult.Builder result = new RunResult.Builder().field("status", SUCCESS);
        try (Extracted content = EntryExtractor.open(store, event.source(), event.entry())) {
            result.field("file_name", event.entry());
            S3Uri output = event.output();
            if (output != null) {
                write(content, output, event.overwrite());
                result.field("output_s3_url", output.toString());
            } else if (content.size() > MAX_CONTENT) {
                throw new ResponseTooLargeException(
                        ("\"%s\" has %,d bytes, and a response takes at most %,d: with"
                                        + " \"output_s3_url\" in the event it is written there")
                                .formatted(event.entry(), content.size(), MAX_CONTENT));
            } else {
                result.field(
                        "file_content_base64",
                        Base64.getEncoder().encodeToString(content.readAllBytes()));
            }
            return result.time("extract_time").count("file_size_bytes", content.size());
        }
    }

    private void write(Extracted content, S3Uri output, boolean overwrite) throws IOException {
        CreateOptions options =
                new CreateOptions(
                        "application/octet-stream",
                        ObjectInfo.STANDARD,
                        Map.of(CONTENT_IDENTITY, content.identity()),
                        ArchiveMaker.partSize(1, content.size()),
                        !overwrite,
                        kmsKeyId);
        try (ObjectWriter out = store.create(output, options)) {
            content.transferTo(out);
            if (out.commit() instanceof PutOutcome.AlreadyExists(ObjectInfo existing)
                    && !content.identity().equals(existing.metadata().get(CONTENT_IDENTITY))) {
                throw exists(output, "another object");
            }
        }
    }

    private RunResult.Builder verify(Verify event) throws IOException {
        RunResult.Builder result = new RunResult.Builder().field("status", SUCCESS);
        ArchiveVerifier.Proven proven = ArchiveVerifier.verify(store, event.source());
        return result.field("source_s3_url", event.source().toString())
                .time("verify_time")
                .count("files_verified", proven.entries())
                .count("verified_size_bytes", proven.sourceBytes())
                .count("total_compressed_bytes", proven.archiveBytes());
    }

    private RunResult.Builder delete(Delete event, BooleanSupplier goOn) throws IOException {
        RunResult.Builder result = new RunResult.Builder();
        SourceDeleter.Deleted deleted = new SourceDeleter(store, goOn, watcher).delete(event);
        result.field("status", deleted.rest().isEmpty() ? SUCCESS : "continued")
                .field("source_s3_url", event.source().toString());
        if (!deleted.changedNames().isEmpty()) {
            result.field("changed", deleted.changedNames());
        }
        deleted.rest().ifPresent(rest -> result.next(new Delete(event.source(), rest)));
        return result.time("delete_time")
                .count("files_processed", deleted.entries())
                .count("files_deleted_successfully", deleted.deleted())
                .count("files_failed_to_delete", 0)
                .count("files_changed", deleted.changed());
    }
}
