package dev.s3logkit.common.archive.browse;

import dev.s3logkit.common.archive.Compression;
import dev.s3logkit.common.archive.tar.ArchivedEntry;
import dev.s3logkit.common.archive.tar.TableEntry;
import dev.s3logkit.common.archive.tar.TarArchive;
import dev.s3logkit.common.archive.tar.TarEntry;
import dev.s3logkit.common.archive.tar.TarType;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A tarball. The position of an entry is its number in the archive; of a hard link, that of the
/// file that it leads to.
final class TarballArchive implements Archive {

    private final RandomAccessSource source;
    private final Compression compression;
    private final TarArchive tar;
    private final List<ArchivedEntry> entries;
    private final FlatCatalog catalog;

    private TarballArchive(RandomAccessSource source, Compression compression, TarArchive tar)
            throws IOException {
        this.source = source;
        this.compression = compression;
        this.tar = tar;
        this.entries = tar.entries();
        int[] positions = positions();
        this.catalog =
                FlatCatalog.of(
                        source.name(),
                        entries.stream().map(entry -> key(entry.header())).toList(),
                        number -> entry(number, positions[number]));
    }

    /// Reads the table of contents of a tarball, or without one the whole of it.
    ///
    /// @throws dev.s3logkit.common.NotThisFormatException when it is none
    static TarballArchive open(RandomAccessSource source, Compression compression)
            throws IOException {
        return new TarballArchive(source, compression, TarArchive.open(source));
    }

    /// Where the content of each entry is: a hard link's is that of the last file before it that
    /// has the name.
    private int[] positions() {
        int[] positions = new int[entries.size()];
        Map<String, Integer> files = new HashMap<>();
        boolean links =
                entries.stream().anyMatch(entry -> entry.header().type() == TarType.HARD_LINK);
        for (int i = 0; i < positions.length; i++) {
            TarEntry header = entries.get(i).header();
            positions[i] = i;
            if (header.type() == TarType.HARD_LINK && header.linkName() != null) {
                positions[i] = files.getOrDefault(EntryKeys.of(header.linkName(), false), i);
            }
            if (links && entries.get(positions[i]).header().type() == TarType.FILE) {
                files.put(key(header), positions[i]);
            }
        }
        return positions;
    }

    private static String key(TarEntry header) {
        return EntryKeys.of(header.name(), header.type() == TarType.DIRECTORY);
    }

    private ArchiveEntry entry(int number, int position) {
        ArchivedEntry content = entries.get(position);
        TarEntry header = content.header();
        TableEntry listed = content.listed();
        EntryType type = type(header.type());
        return new ArchiveEntry(
                key(entries.get(number).header()),
                type,
                type == EntryType.FILE ? header.size() : 0,
                header.permissions(),
                header.mtime(),
                header.linkName(),
                -1,
                listed == null ? -1 : listed.crc32(),
                listed == null ? null : listed.etag(),
                position);
    }

    private static EntryType type(TarType type) {
        return switch (type) {
            case FILE -> EntryType.FILE;
            case DIRECTORY -> EntryType.FOLDER;
            case SYMBOLIC_LINK -> EntryType.SYMBOLIC_LINK;
            case CHARACTER_DEVICE -> EntryType.CHARACTER_DEVICE;
            case BLOCK_DEVICE -> EntryType.BLOCK_DEVICE;
            case FIFO -> EntryType.FIFO;
            case HARD_LINK, OTHER -> EntryType.OTHER;
        };
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public String format() {
        return "tar"
                + (compression == Compression.NONE ? "" : " in " + compression)
                + (tar.table().isPresent() ? " with table of contents" : "");
    }

    @Override
    public @Nullable ArchiveEntry find(String key) {
        return catalog.find(key);
    }

    @Override
    public EntryCursor walk(String from) {
        return catalog.walk(from);
    }

    @Override
    public EntryDetails details(ArchiveEntry entry) {
        if (entry.position() == ArchiveEntry.NOWHERE) {
            return EntryDetails.NONE;
        }
        TarEntry header = at(entry).header();
        return new EntryDetails(
                known(header.owner()),
                known(header.group()),
                OptionalLong.empty(),
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static OptionalLong known(long number) {
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private ArchivedEntry at(ArchiveEntry entry) {
        return entries.get((int) entry.position());
    }

    @Override
    public InputStream open(ArchiveEntry file, long offset, long length) throws IOException {
        Content.check(file, offset, length);
        return length == file.size() ? tar.open(at(file)) : tar.open(at(file), offset, length);
    }

    /// Most of an archive, and any part of one that can only be read from its start, is read in one
    /// pass.
    @Override
    public void read(Collection<ArchiveEntry> files, ContentVisitor visitor) throws IOException {
        boolean single = tar.table().isPresent() || compression == Compression.NONE;
        if (files.size() < (single ? entries.size() / 2 : 2)) {
            Archive.super.read(files, visitor);
            return;
        }
        Map<Integer, List<ArchiveEntry>> wanted = new HashMap<>();
        for (ArchiveEntry file : files) {
            wanted.computeIfAbsent((int) file.position(), _ -> new ArrayList<>(1)).add(file);
        }
        int[] number = {0};
        tar.walk(
                (entry, body) -> {
                    List<ArchiveEntry> names = wanted.getOrDefault(number[0]++, List.of());
                    for (int i = 0; i < names.size(); i++) {
                        visitor.content(names.get(i), i == 0 ? () -> body : () -> tar.open(entry));
                    }
                });
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
