package dev.s3logkit.compressor.archive;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.archive.zip.Verification;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.failure.ArchiveInvalidException;
import java.io.IOException;

/// Proves an archive: every entry is read back from S3, decoded, and has the name, size and CRC-32
/// that the proof says its source had.
public final class ArchiveVerifier {

    /// Requests at once; each thread decodes what it has requested.
    private static final int THREADS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private static final int NAMED = 100;

    private ArchiveVerifier() {}

    /// A whole archive.
    ///
    /// @param etag of the object that was read, without quotes
    public record Proven(long entries, long sourceBytes, long archiveBytes, String etag) {}

    /// Reads and proves an archive.
    ///
    /// @throws ArchiveInvalidException names the entries that are not what the proof says
    public static Proven verify(ObjectStore store, S3Uri uri) throws IOException {
        try (ArchiveObject archive = ArchiveObject.open(store, uri)) {
            return verify(archive);
        }
    }

    static Proven verify(ArchiveObject archive) throws IOException {
        S3Uri uri = archive.info().uri();
        archive.proof();
        Verification verification;
        try {
            verification = archive.zip().verify(THREADS);
        } catch (FormatException e) {
            throw new ArchiveInvalidException(String.valueOf(e.getMessage()), e);
        }
        if (!verification.isWhole()) {
            StringBuilder text = new StringBuilder();
            verification.differences().stream()
                    .limit(NAMED)
                    .forEach(
                            d ->
                                    text.append("; ")
                                            .append(d.name())
                                            .append(": ")
                                            .append(d.problem()));
            throw new ArchiveInvalidException(
                    "%s: %,d of %,d entries are not what the proof says%s"
                            .formatted(
                                    uri, verification.differing(), verification.entries(), text));
        }
        return new Proven(
                verification.entries(),
                verification.bytes(),
                archive.info().size(),
                archive.info().etag());
    }
}
