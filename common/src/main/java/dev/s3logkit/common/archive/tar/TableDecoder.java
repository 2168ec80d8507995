package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what [TableEncoder] writes. Whatever the bytes, no more is allocated than they justify,
/// and what comes out is a table that an archive can have: entries and blocks without gaps.
final class TableDecoder {

    /// Every entry has at least a byte in each of six columns, and four for its CRC-32.
    private static final int MIN_ENTRY = 10;

    private static final int MIN_BLOCK = 2;
    private static final int MAX_VARINT = 10;
    private static final int MAX_HEADER_BLOCKS =
            2 + TarConstants.MAX_PAX_BYTES / TarConstants.BLOCK;

    private final byte[] bytes;
    private final String name;
    private int at;

    private TableDecoder(byte[] bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    /// @param name of the tarball, for messages, whose offsets count within the table
    static TableOfContents decode(byte[] bytes, String name) throws FormatException {
        TableDecoder decoder = new TableDecoder(bytes, name);
        int entries = decoder.count("entries", TarballConstants.MAX_ENTRIES, MIN_ENTRY);
        int blocks = decoder.count("blocks", TarballConstants.MAX_BLOCKS, MIN_BLOCK);
        List<TableEntry> list = decoder.entries(entries);
        TableOfContents table = new TableOfContents(list, decoder.blocks(blocks));
        if (decoder.at != bytes.length) {
            throw decoder.damaged("more bytes than its columns have");
        }
        if (table.names() != list.size()) {
            throw decoder.damaged("two entries of one name");
        }
        long end = list.isEmpty() ? 0 : list.getLast().endOffset();
        if (table.blocks().rawLength() - end != TarConstants.END_SIZE) {
            throw decoder.damaged(
                    "blocks of %d bytes for entries of %d"
                            .formatted(table.blocks().rawLength(), end));
        }
        return table;
    }

    private int count(String what, int max, int minBytes) throws FormatException {
        long count = varint();
        if (count < 0 || count > max) {
            throw new LimitExceededException(name + ": table of contents: " + what, count, max);
        }
        if (count > bytes.length / minBytes) {
            throw damaged("%d %s in %d bytes".formatted(count, what, bytes.length));
        }
        return (int) count;
    }

    private List<TableEntry> entries(int count) throws FormatException {
        String[] names = names(count);
        long[] sizes = varints(count);
        long[] times = varints(count);
        int[] crcs = new int[count];
        for (int i = 0; i < count; i++) {
            crcs[i] =
                    ByteBuffer.wrap(bytes, require(Integer.BYTES), Integer.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt();
        }
        long[] headers = varints(count);
        @Nullable String[] etags = etags(count);
        List<TableEntry> entries = new ArrayList<>(count);
        long start = 0;
        long seconds = 0;
        for (int i = 0; i < count; i++) {
            seconds += (times[i] >>> 1) ^ -(times[i] & 1);
            if (headers[i] < 1 || headers[i] > MAX_HEADER_BLOCKS) {
                throw damaged("an entry with %d header blocks".formatted(headers[i]));
            }
            long body = start + headers[i] * TarConstants.BLOCK;
            if (sizes[i] < 0 || sizes[i] > TarballConstants.MAX_ARCHIVE - body) {
                throw damaged("an entry of %d bytes".formatted(sizes[i]));
            }
            TableEntry entry =
                    new TableEntry(
                            source(names[i], sizes[i], seconds, etags[i]),
                            Integer.toUnsignedLong(crcs[i]),
                            start,
                            body);
            entries.add(entry);
            start = entry.endOffset();
        }
        return entries;
    }

    private TarballSource source(String entry, long size, long seconds, @Nullable String etag)
            throws CorruptedInputException {
        try {
            return new TarballSource(entry, size, Instant.ofEpochSecond(seconds), etag);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new CorruptedInputException(
                    "%s: table of contents: %s".formatted(name, e.getMessage()), at, e);
        }
    }

    private String[] names(int count) throws CorruptedInputException {
        long[] shared = varints(count);
        long[] rest = varints(count);
        String[] names = new String[count];
        byte[] before = {};
        long total = 0;
        for (int i = 0; i < count; i++) {
            if (shared[i] < 0
                    || shared[i] > before.length
                    || rest[i] < 0
                    || rest[i] > bytes.length) {
                throw damaged("a name that starts as none before it");
            }
            total += shared[i] + rest[i];
            if (total > TarballConstants.MAX_NAMES) {
                throw damaged("names of more than %d bytes".formatted(TarballConstants.MAX_NAMES));
            }
            int from = require((int) rest[i]);
            byte[] entry = new byte[(int) (shared[i] + rest[i])];
            System.arraycopy(before, 0, entry, 0, (int) shared[i]);
            System.arraycopy(bytes, from, entry, (int) shared[i], (int) rest[i]);
            names[i] = text(entry, 0, entry.length);
            before = entry;
        }
        return names;
    }

    private @Nullable String[] etags(int count) throws CorruptedInputException {
        int kinds = require(count);
        @Nullable String[] etags = new @Nullable String[count];
        for (int i = 0; i < count; i++) {
            int kind = bytes[kinds + i];
            etags[i] =
                    switch (kind) {
                        case TableEncoder.ETAG_NONE -> null;
                        case TableEncoder.ETAG_MD5 -> md5();
                        case TableEncoder.ETAG_MULTIPART -> md5() + "-" + varint();
                        case TableEncoder.ETAG_TEXT -> text();
                        default -> throw damaged("an ETag of kind %d".formatted(kind));
                    };
        }
        return etags;
    }

    private String md5() throws CorruptedInputException {
        int from = require(TableEncoder.MD5_SIZE);
        return HexFormat.of().formatHex(bytes, from, from + TableEncoder.MD5_SIZE);
    }

    private String text() throws CorruptedInputException {
        long length = varint();
        if (length < 0 || length > bytes.length) {
            throw damaged("a text of %d bytes".formatted(length));
        }
        return text(bytes, require((int) length), (int) length);
    }

    private String text(byte[] from, int offset, int length) throws CorruptedInputException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(from, offset, length)).toString();
        } catch (CharacterCodingException e) {
            throw damaged("a text that is no UTF-8");
        }
    }

    private BlockTable blocks(int count) throws CorruptedInputException {
        long[] raw = varints(count);
        long[] stored = varints(count);
        BlockTable.Builder blocks = new BlockTable.Builder();
        for (int i = 0; i < count; i++) {
            if (raw[i] < 1 || raw[i] > TarballConstants.MAX_BLOCK) {
                throw damaged("a block of %d bytes".formatted(raw[i]));
            }
            if (stored[i] < 1 || stored[i] > TarballConstants.MAX_STORED_BLOCK) {
                throw damaged("a block of %d bytes, compressed".formatted(stored[i]));
            }
            blocks.add((int) raw[i], (int) stored[i]);
        }
        return blocks.build();
    }

    private long[] varints(int count) throws CorruptedInputException {
        if (count > bytes.length - at) {
            throw damaged("fewer bytes than its columns have");
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = varint();
        }
        return values;
    }

    private long varint() throws CorruptedInputException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT; i++) {
            byte b = bytes[require(1)];
            value |= (long) (b & 0x7f) << (7 * i);
            if (b >= 0) {
                return value;
            }
        }
        throw damaged("a number of more than %d bytes".formatted(MAX_VARINT));
    }

    /// Passes over `length` bytes and gives where they start.
    private int require(int length) throws CorruptedInputException {
        if (length > bytes.length - at) {
            throw damaged("fewer bytes than its columns have");
        }
        at += length;
        return at - length;
    }

    private CorruptedInputException damaged(String problem) {
        return new CorruptedInputException(name + ": table of contents: " + problem, at);
    }
}
