package dev.s3logkit.aggregator;

import dev.s3logkit.aggregator.staging.SourceId;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.archive.tar.TarReader;
import dev.s3logkit.common.s3.S3Uri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A log file on disk, or a tarball of log objects: backfill, and what the system before this one
/// left in its staging folder.
///
/// @param path of the file
/// @param original the object that the file is a copy of, so that both count once; for a tarball
///   the prefix that its entries came from; null when the file stands for itself
public record FileLogSource(Path path, @Nullable S3Uri original) implements LogSource {

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public void stage(Intake intake) throws IOException {
        BasicFileAttributes attributes = attributes();
        Instant lastModified = attributes.lastModifiedTime().toInstant();
        try (InputStream body = Files.newInputStream(path)) {
            if (TarReader.isTarball(path.toString())) {
                TarballEntries.stage(intake, name(), body, original, lastModified);
                return;
            }
            if (original == null) {
                String absolute = path.toAbsolutePath().normalize().toString();
                String version = version(attributes);
                SourceId id = new SourceId("", absolute, version);
                try (InputStream lines = Decompression.open(body, name())) {
                    intake.take(
                            name(),
                            lastModified,
                            lines,
                            () -> {
                                requireUnchanged(version);
                                return id;
                            });
                }
                return;
            }
            try (EtagStream hashed = new EtagStream(body);
                    InputStream lines = Decompression.open(hashed, name())) {
                intake.take(
                        name(),
                        lastModified,
                        lines,
                        () -> new SourceId(original.bucket(), original.key(), hashed.etag()));
            }
        }
    }

    private BasicFileAttributes attributes() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException(
                    "%s: no such file (looked for %s)".formatted(path, path.toAbsolutePath()));
        }
    }

    private static String version(BasicFileAttributes attributes) {
        return attributes.size() + "-" + attributes.lastModifiedTime().toMillis();
    }

    /// Lines that were read but are not of this version would count again with the next one.
    private void requireUnchanged(String version) throws IOException {
        if (!version(attributes()).equals(version)) {
            throw new IOException(path + ": changed while it was read");
        }
    }
}
