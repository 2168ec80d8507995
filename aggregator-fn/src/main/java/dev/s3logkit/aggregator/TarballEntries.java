package dev.s3logkit.aggregator;

import dev.s3logkit.aggregator.staging.SourceId;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.archive.tar.TarEntry;
import dev.s3logkit.common.archive.tar.TarReader;
import dev.s3logkit.common.archive.tar.TarType;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The logs inside a tarball, each under the identity that it had as an object of its own, so that
/// nothing is lost or doubled when a day is read again after its rollup.
final class TarballEntries {

    private static final Pattern TARBALL = Pattern.compile("(?s).*\\.(tgz|tar|tar\\.gz|tar\\.zst)");

    private TarballEntries() {}

    static boolean isTarball(String name) {
        return TARBALL.matcher(name).matches();
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
        try (InputStream plain = Decompression.open(body, tarball)) {
            TarReader reader = new TarReader(plain, tarball);
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry.type() != TarType.FILE) {
                    continue;
                }
                TarEntry file = entry;
                EtagStream hashed = new EtagStream(reader.body());
                intake.take(
                        tarball + "!/" + entry.name(),
                        entry.mtime().equals(Instant.EPOCH) ? lastModified : entry.mtime(),
                        Decompression.open(hashed, tarball + "!/" + entry.name()),
                        () ->
                                prefix == null
                                        ? new SourceId(
                                                "", tarball + "!/" + file.name(), hashed.etag())
                                        : new SourceId(
                                                prefix.bucket(),
                                                prefix.key() + file.name(),
                                                hashed.etag()));
            }
            // To the very end, where S3's checksum of the whole is compared.
            plain.transferTo(OutputStream.nullOutputStream());
        }
    }
}
