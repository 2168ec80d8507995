package dev.s3logkit.aggregator;

import dev.s3logkit.aggregator.staging.SourceId;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.archive.tar.ArchivedEntry;
import dev.s3logkit.common.archive.tar.TableEntry;
import dev.s3logkit.common.archive.tar.TarType;
import dev.s3logkit.common.archive.tar.TarballReader;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The logs inside a tarball, each under the identity that it had as an object of its own, so that
/// nothing is lost or doubled when a day is read again after its rollup. A tarball of ours carries
/// the ETags; in others the MD5 of an entry stands for it.
final class TarballEntries {

    /// The part of a rollup's name that is not the prefix of its sources, which may end inside a
    /// name.
    private static final Pattern ROLLUP = Pattern.compile("rollup-\\d{4}-\\d{2}-\\d{2}-[^/]*$");

    private TarballEntries() {}

    /// Where the entries of a tarball were objects: beside it.
    static S3Uri prefix(S3Uri tarball) {
        String key = tarball.key();
        Matcher rollup = ROLLUP.matcher(key);
        return new S3Uri(
                tarball.bucket(),
                rollup.find()
                        ? key.substring(0, rollup.start())
                        : key.substring(0, key.lastIndexOf('/') + 1));
    }

    /// @param prefix where the entries were objects, or null when that is not known
    /// @param lastModified of the tarball, for entries that carry no time
    static void stage(
            LogSource.Intake intake,
            String tarball,
            InputStream body,
            @Nullable S3Uri prefix,
            Instant lastModified)
            throws IOException {
        try (TarballReader reader = new TarballReader(body, tarball)) {
            for (ArchivedEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry.header().type() != TarType.FILE) {
                    continue;
                }
                String name = withoutDot(entry.name());
                String path = tarball + "!/" + name;
                Instant mtime = entry.header().mtime();
                Instant time = mtime.equals(Instant.EPOCH) ? lastModified : mtime;
                TableEntry listed = entry.listed();
                String etag = listed == null ? null : listed.etag();
                if (etag == null) {
                    EtagStream hashed = new EtagStream(reader.body());
                    take(intake, path, time, hashed, () -> id(prefix, path, name, hashed.etag()));
                } else {
                    InputStream whole = reader.body();
                    take(
                            intake,
                            path,
                            time,
                            whole,
                            () -> {
                                // To its end, where its checksum is compared.
                                whole.transferTo(OutputStream.nullOutputStream());
                                return id(prefix, path, name, etag);
                            });
                }
            }
        }
    }

    private static void take(
            LogSource.Intake intake,
            String path,
            Instant time,
            InputStream body,
            LogSource.Identity id)
            throws IOException {
        try (InputStream lines = Decompression.open(body, path)) {
            intake.take(path, time, lines, id);
        }
    }

    private static SourceId id(@Nullable S3Uri prefix, String path, String name, String etag) {
        return prefix == null
                ? new SourceId("", path, etag)
                : new SourceId(prefix.bucket(), prefix.key() + name, etag);
    }

    /// `tar` run on a folder writes `./name`, which was no part of the key.
    private static String withoutDot(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }
}
