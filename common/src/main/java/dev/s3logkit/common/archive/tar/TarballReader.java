package dev.s3logkit.common.archive.tar;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.archive.Decompression;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a tarball from its beginning to its end, ours or anybody's: `.tar`, `.tar.gz`, `.tar.zst`.
///
/// One of ours is compared with its table of contents on the way: every block, every header, and
/// the checksum of every body that is read to its end. Not safe for use by several threads.
///
/// ```java
/// for (ArchivedEntry entry = tarball.next(); entry != null; entry = tarball.next()) {
///     use(entry, tarball.body());
/// }
/// ```
public final class TarballReader implements Closeable {

    private final String name;
    private final @Nullable TableOfContents table;
    private final TarReader tar;
    private InputStream body = InputStream.nullInputStream();
    private int passed;

    /// Reads the table of contents, if there is one.
    ///
    /// @param in closed with this reader, and when this constructor throws
    /// @param name of the tarball in messages, as `s3://bucket/key` or a path
    /// @throws FormatException when the table is damaged
    public TarballReader(InputStream in, String name) throws IOException {
        this.name = name;
        try {
            byte[] start = in.readNBytes(TableHead.START);
            int length = (int) TableHead.length(start, name);
            if (length == 0) {
                table = null;
                InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), in);
                tar = new TarReader(Decompression.open(whole, name), name);
                return;
            }
            TableHead head = TableHead.decode(head(start, length, in), name);
            table = head.table();
            int behind = Math.min(start.length, length);
            InputStream blocks =
                    new SequenceInputStream(
                            new ByteArrayInputStream(start, behind, start.length - behind), in);
            int last = table.blocks().count() - 1;
            tar = new TarReader(new BlockStream(blocks, head, 0, last, name), name);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private byte[] head(byte[] start, int length, InputStream in) throws IOException {
        // Grows with what is there, and not with what the first bytes claim.
        byte[] rest = in.readNBytes(Math.max(0, length - start.length));
        byte[] head = Arrays.copyOf(start, Math.min(length, start.length + rest.length));
        System.arraycopy(rest, 0, head, Math.min(start.length, length), rest.length);
        if (head.length < length) {
            throw new CorruptedInputException(
                    "%s: ends within its table of contents, which takes %d bytes"
                            .formatted(name, length),
                    head.length);
        }
        return head;
    }

    /// The table of contents, if the tarball has one.
    public Optional<TableOfContents> table() {
        return Optional.ofNullable(table);
    }

    /// The next entry, or null at the end of the tarball. What was not read of the body before is
    /// passed over, and its checksum with it.
    ///
    /// @throws FormatException when the tarball is damaged, or differs from its table of contents
    public @Nullable ArchivedEntry next() throws IOException {
        TarEntry header = tar.next();
        if (table == null) {
            body = tar.body();
            return header == null ? null : new ArchivedEntry(header, tar.offset(), null);
        }
        if (passed == table.entries().size()) {
            if (header != null) {
                throw differs(name, found(header), "nothing");
            }
            return null;
        }
        TableEntry listed = table.entries().get(passed++);
        requireListed(header, tar.offset(), listed, name);
        body = new CheckedBody(tar.body(), listed, name, () -> {});
        return ArchivedEntry.of(listed);
    }

    /// The body of the current entry: as many bytes as its size says, or an exception. Valid until
    /// [#next()]; closing it is allowed and does nothing.
    public InputStream body() {
        return body;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    /// Checks that a header is the one that the table means.
    ///
    /// @param header null for the end of the archive
    static void requireListed(
            @Nullable TarEntry header, long bodyOffset, TableEntry listed, String name)
            throws CorruptedInputException {
        boolean same =
                header != null
                        && header.name().equals(listed.name())
                        && header.size() == listed.size()
                        && header.type() == TarType.FILE
                        && header.mtime().equals(listed.mtime())
                        && bodyOffset == listed.bodyOffset();
        if (!same) {
            throw differs(
                    name, found(header), "%s of %d bytes".formatted(listed.name(), listed.size()));
        }
    }

    private static String found(@Nullable TarEntry header) {
        return header == null
                ? "nothing"
                : "%s of %d bytes".formatted(header.name(), header.size());
    }

    private static CorruptedInputException differs(String name, String found, String expected) {
        return new CorruptedInputException(
                "%s: holds %s where its table of contents names %s"
                        .formatted(name, found, expected),
                -1);
    }
}
