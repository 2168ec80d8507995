package dev.s3logkit.compressor.archive;

import dev.s3logkit.common.archive.zip.ZipEntry;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.failure.EntryNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Reads one entry out of an archive by ranges: its end, its directory when that is large, and the
/// bytes of the entry.
public final class EntryExtractor {

    private EntryExtractor() {}

    /// An entry that is being read; the end of the stream is only reached when its size and CRC-32
    /// are right.
    public static final class Extracted extends FilterInputStream {

        private final ArchiveObject archive;
        private final ZipEntry entry;

        private Extracted(ArchiveObject archive, ZipEntry entry, InputStream content) {
            super(content);
            this.archive = archive;
            this.entry = entry;
        }

        /// Bytes.
        public long size() {
            return entry.size();
        }

        /// The same for the same content of the same archive.
        public String identity() {
            return "%s-%d-%08x".formatted(archive.info().etag(), entry.size(), entry.crc32());
        }

        @Override
        public void close() throws IOException {
            try (archive) {
                super.close();
            }
        }
    }

    /// Opens an entry. The caller closes it.
    ///
    /// @throws EntryNotFoundException suggests the names that are most alike
    public static Extracted open(ObjectStore store, S3Uri uri, String name) throws IOException {
        ArchiveObject archive = ArchiveObject.open(store, uri);
        try {
            ZipEntry entry = archive.zip().find(name).orElseThrow(() -> notFound(archive, name));
            return new Extracted(archive, entry, archive.zip().open(entry));
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    private static EntryNotFoundException notFound(ArchiveObject archive, String name) {
        List<ZipEntry> entries = archive.zip().entries();
        List<String> nearest = NearestNames.of(name, entries.size(), i -> entries.get(i).name());
        return new EntryNotFoundException(
                "%s has no entry \"%s\" among its %,d; most alike are %s"
                        .formatted(archive.info().uri(), name, entries.size(), nearest));
    }
}
