package dev.s3logkit.common.archive.tar;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.archive.Compression;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A tarball of which single entries are read, ours or anybody's: `.tar`, `.tar.gz`, `.tar.zst`.
///
/// One of ours opens by reading its table of contents (one request, two when it is larger than 256
/// KiB), and each entry is one request more. Anybody's is read whole to list it or to find an
/// entry, once; after that an entry of a plain archive is one request, one of a compressed archive
/// means reading from the beginning. Bounds are those of a table of contents: 1,048,576 entries.
///
/// Safe for use by any number of threads; each stream is for one.
public final class TarArchive implements Closeable {

    private final RandomAccessSource source;
    private final @Nullable TableOfContents table;
    private final TarContent content;
    private @Nullable Map<String, ArchivedEntry> byName;
    private List<ArchivedEntry> entries = List.of();

    /// Receives the entries of an archive.
    @FunctionalInterface
    public interface Visitor {
        /// Takes one entry.
        ///
        /// @param body valid during the call; need not be read
        /// @throws IOException ends the walk and is passed on
        void entry(ArchivedEntry entry, InputStream body) throws IOException;
    }

    private TarArchive(
            RandomAccessSource source, @Nullable TableOfContents table, TarContent content) {
        this.source = source;
        this.table = table;
        this.content = content;
    }

    /// Opens an archive.
    ///
    /// @param source closed with the archive, and when this method throws
    /// @throws FormatException when the table of contents is damaged; whether the rest is an
    ///   archive shows when it is read
    public static TarArchive open(RandomAccessSource source) throws IOException {
        try {
            byte[] first = TableHead.first(source);
            Optional<TableHead> head = TableHead.read(source, first);
            if (head.isPresent()) {
                return new TarArchive(
                        source, head.get().table(), new TarContent.Blocks(source, head.get()));
            }
            TarContent content =
                    Compression.of(first) != Compression.NONE
                            ? new TarContent.Compressed(source)
                            : new TarContent.Plain(source);
            return new TarArchive(source, null, content);
        } catch (IOException e) {
            source.close();
            throw e;
        }
    }

    /// The table of contents, when the archive is one of ours.
    public Optional<TableOfContents> table() {
        return Optional.ofNullable(table);
    }

    /// Every entry, in the order of the archive. Reads the whole of an archive without a table the
    /// first time.
    ///
    /// @throws FormatException when an archive without a table is damaged
    public synchronized List<ArchivedEntry> entries() throws IOException {
        if (table != null && entries.isEmpty()) {
            entries = table.entries().stream().map(ArchivedEntry::of).toList();
        } else {
            index();
        }
        return entries;
    }

    /// The entry of this name; the last one where there are several, as it is the one that
    /// extracting leaves. Reads as [#entries()] does.
    public Optional<ArchivedEntry> find(String name) throws IOException {
        if (table != null) {
            return table.find(name).map(ArchivedEntry::of);
        }
        return Optional.ofNullable(index().get(name));
    }

    /// The body of a file. With a table, the stream does not end before the checksum of the body
    /// was right.
    ///
    /// @param entry of this archive
    /// @throws IllegalArgumentException when it is no file
    public InputStream open(ArchivedEntry entry) throws IOException {
        requireFile(entry);
        TableEntry listed = entry.listed();
        if (listed == null) {
            return open(entry, 0, entry.size());
        }
        long start = listed.headerOffset();
        InputStream span = content.open(start, listed.bodyOffset() + listed.size() - start);
        try {
            TarReader tar = new TarReader(span, source.name());
            TarEntry header = tar.next();
            TarballReader.requireListed(header, start + tar.offset(), listed, source.name());
            return new CheckedBody(tar.body(), listed, source.name(), span);
        } catch (IOException e) {
            span.close();
            throw e;
        }
    }

    /// A part of the body of a file. With a table, the stream does not end before the checksums of
    /// the blocks that hold it were right.
    ///
    /// @param entry of this archive
    /// @throws IllegalArgumentException when it is no file
    /// @throws IndexOutOfBoundsException when the range is not within the body
    public InputStream open(ArchivedEntry entry, long from, long length) throws IOException {
        requireFile(entry);
        Objects.checkFromIndexSize(from, length, entry.size());
        return length == 0
                ? InputStream.nullInputStream()
                : content.open(entry.bodyOffset() + from, length);
    }

    /// Hands on every entry with its body, in one pass over the whole file. Memory does not grow
    /// with the archive but for its table.
    ///
    /// @throws FormatException when the archive is damaged, or differs from its table of contents
    public void walk(Visitor visitor) throws IOException {
        try (TarballReader reader =
                new TarballReader(source.open(0, source.length()), source.name())) {
            for (ArchivedEntry entry = reader.next(); entry != null; entry = reader.next()) {
                visitor.entry(entry, reader.body());
            }
        }
    }

    /// Reads and decompresses every byte. Once it returns, every entry of a table can be read, and
    /// its body has the length and the CRC-32 that the table says.
    ///
    /// @throws FormatException when that is not so
    public void verify() throws IOException {
        walk((_, body) -> body.transferTo(OutputStream.nullOutputStream()));
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private synchronized Map<String, ArchivedEntry> index() throws IOException {
        if (byName != null) {
            return byName;
        }
        List<ArchivedEntry> found = new ArrayList<>();
        long[] names = {0};
        walk(
                (entry, _) -> {
                    String link = entry.header().linkName();
                    names[0] += entry.name().length() + (link == null ? 0 : link.length());
                    requireAtMost("entries", found.size() + 1L, TarballConstants.MAX_ENTRIES);
                    requireAtMost("names, characters", names[0], TarballConstants.MAX_NAMES);
                    found.add(entry.slim());
                });
        Map<String, ArchivedEntry> map = HashMap.newHashMap(found.size());
        found.forEach(entry -> map.put(entry.name(), entry));
        entries = List.copyOf(found);
        byName = map;
        return map;
    }

    private void requireAtMost(String what, long needed, long allowed)
            throws LimitExceededException {
        if (needed > allowed) {
            throw new LimitExceededException(source.name() + ": tar: " + what, needed, allowed);
        }
    }

    private static void requireFile(ArchivedEntry entry) {
        if (entry.header().type() != TarType.FILE) {
            throw new IllegalArgumentException(
                    entry.name() + ": a " + entry.header().type() + ", no file");
        }
    }
}
