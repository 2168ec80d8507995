package dev.s3logkit.common.archive.browse;

import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.archive.zip.ProofEntry;
import dev.s3logkit.common.archive.zip.ProofReader;
import dev.s3logkit.common.archive.zip.ZipEntry;
import dev.s3logkit.common.archive.zip.ZipReader;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A zip. The position of an entry is its number in the central directory.
final class ZipArchive implements Archive {

    private static final int MAX_LINK_TARGET = 64 << 10;

    private static final int PERMISSIONS = 07777;

    private final ZipReader zip;
    private final String name;
    private final FlatCatalog catalog;
    private @Nullable ProofReader rows;

    /// The number of the entry that the next row is of.
    private long nextRow;

    private ZipArchive(ZipReader zip, String name) throws IOException {
        this.zip = zip;
        this.name = name;
        this.catalog = FlatCatalog.of(name, new Keys(), number -> entry(zip.entry(number)));
    }

    /// Keys are made when the catalog asks for them, and only it keeps them.
    private final class Keys extends AbstractList<String> {
        @Override
        public String get(int index) {
            return key(zip.entry(index));
        }

        @Override
        public int size() {
            return zip.entries().size();
        }
    }

    /// @throws dev.s3logkit.common.NotThisFormatException when the source is none
    static ZipArchive open(RandomAccessSource source) throws IOException {
        return new ZipArchive(ZipReader.open(source), source.name());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String format() throws IOException {
        return zip.proof().isPresent() ? "zip with proof" : "zip";
    }

    @Override
    public @Nullable ArchiveEntry find(String key) {
        return catalog.find(key);
    }

    @Override
    public EntryCursor walk(String from) {
        return catalog.walk(from);
    }

    private static String key(ZipEntry entry) {
        return EntryKeys.of(entry.name(), entry.isFolder());
    }

    private static ArchiveEntry entry(ZipEntry entry) {
        EntryType type =
                entry.isFolder()
                        ? EntryType.FOLDER
                        : entry.isSymbolicLink() ? EntryType.SYMBOLIC_LINK : EntryType.FILE;
        boolean file = type == EntryType.FILE;
        return new ArchiveEntry(
                key(entry),
                type,
                file ? entry.size() : 0,
                entry.unixMode() == 0 ? -1 : entry.unixMode() & PERMISSIONS,
                entry.lastModified(),
                null,
                file ? entry.compressedSize() : -1,
                file ? Integer.toUnsignedLong(entry.crc32()) : -1,
                null,
                entry.index());
    }

    @Override
    public @Nullable String linkTarget(ArchiveEntry entry) throws IOException {
        return entry.type() == EntryType.SYMBOLIC_LINK
                ? EntryName.toText(zip.read(zip.entry((int) entry.position()), MAX_LINK_TARGET))
                : null;
    }

    @Override
    public EntryDetails details(ArchiveEntry entry) throws IOException {
        if (entry.position() == ArchiveEntry.NOWHERE) {
            return EntryDetails.NONE;
        }
        ProofEntry proof = entry.isFile() ? proof(entry.position()) : null;
        return new EntryDetails(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                null,
                proof == null ? null : proof.source().url(),
                proof == null ? null : proof.source().etag(),
                entry.isFile() ? zip.entry((int) entry.position()).methodName() : null,
                Map.of());
    }

    /// Rows are read in their order: who asks in that of the archive reads each once.
    private synchronized @Nullable ProofEntry proof(long position) throws IOException {
        if (zip.proof().isEmpty()) {
            return null;
        }
        if (rows == null || position < nextRow) {
            closeRows();
            rows = zip.proofEntries();
            nextRow = 0;
        }
        ProofEntry row = rows.next();
        for (nextRow++; nextRow <= position && row != null; nextRow++) {
            row = rows.next();
        }
        return row;
    }

    private synchronized void closeRows() throws IOException {
        ProofReader open = rows;
        rows = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public InputStream open(ArchiveEntry file, long offset, long length) throws IOException {
        Content.check(file, offset, length);
        ZipEntry entry = zip.entry((int) file.position());
        return length == file.size() ? zip.open(entry) : zip.open(entry, offset, length);
    }

    /// Most of an archive is read through, by requests for many neighbours each.
    @Override
    public void read(Collection<ArchiveEntry> files, ContentVisitor visitor) throws IOException {
        if (files.size() < zip.entries().size() / 2) {
            Archive.super.read(files, visitor);
            return;
        }
        Map<Integer, List<ArchiveEntry>> wanted = new HashMap<>();
        for (ArchiveEntry file : files) {
            wanted.computeIfAbsent((int) file.position(), _ -> new ArrayList<>(1)).add(file);
        }
        zip.forEach(
                1,
                (entry, body) -> {
                    List<ArchiveEntry> names = wanted.getOrDefault(entry.index(), List.of());
                    for (int i = 0; i < names.size(); i++) {
                        visitor.content(names.get(i), i == 0 ? body::open : () -> zip.open(entry));
                    }
                });
    }

    @Override
    public void close() throws IOException {
        closeRows();
        zip.close();
    }
}
