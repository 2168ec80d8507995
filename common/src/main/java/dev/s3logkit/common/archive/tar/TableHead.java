package dev.s3logkit.common.archive.tar;

import static dev.s3logkit.common.archive.tar.TarballConstants.RECORD_HEADER;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.archive.RawDeflater;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// What stands in front of a tarball of ours; [TarballConstants] has the layout.
///
/// @param format how the blocks are compressed
/// @param length of the head, bytes; the first block starts there
record TableHead(TarballFormat format, long length, TableOfContents table) {

    /// As many bytes of the file as tell whether it has a table, and how long its head is.
    static final int START = 64;

    private static final int LEVEL = 6;

    /// Deflate can make no more of a byte.
    private static final int MAX_RATIO = 1032;

    /// @param raw a table as [TableEncoder] writes it
    static byte[] encode(byte[] raw, TarballFormat format) throws FormatException {
        if (raw.length > TarballConstants.MAX_TABLE) {
            throw new LimitExceededException(
                    "table of contents, bytes", raw.length, TarballConstants.MAX_TABLE);
        }
        byte[] record = new byte[RECORD_HEADER + RawDeflater.bound(raw.length)];
        int stored;
        try (RawDeflater deflater = RawDeflater.create(LEVEL)) {
            stored = deflater.deflate(raw, 0, raw.length, record, RECORD_HEADER);
        }
        ByteBuffer header = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        header.put(TarballConstants.RECORD_MAGIC)
                .put((byte) TarballConstants.VERSION)
                .putInt(stored)
                .putInt(raw.length)
                .putInt(crc(record, stored));
        return wrap(record, RECORD_HEADER + stored, format);
    }

    private static byte[] wrap(byte[] record, int length, TarballFormat format) {
        return switch (format) {
            case TGZ -> GzipPieces.wrap(record, length);
            case TAR_ZST -> skippable(record, length);
        };
    }

    private static byte[] skippable(byte[] record, int length) {
        return ByteBuffer.allocate(TarballConstants.SKIPPABLE_HEADER + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(TarballConstants.SKIPPABLE_MAGIC)
                .putInt(length)
                .put(record, 0, length)
                .array();
    }

    private static byte[] skipped(byte[] head, String name) throws CorruptedInputException {
        int length = head.length - TarballConstants.SKIPPABLE_HEADER;
        if (ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(Integer.BYTES) != length) {
            throw damaged(name, "a zstd frame of another length than it says");
        }
        return Arrays.copyOfRange(head, TarballConstants.SKIPPABLE_HEADER, head.length);
    }

    /// Reads the head of a file by one request, or by two when it is long. Empty when the file has
    /// none.
    static Optional<TableHead> read(RandomAccessSource source) throws IOException {
        return read(source, first(source));
    }

    /// The start of a file, by one request.
    static byte[] first(RandomAccessSource source) throws IOException {
        return source.read(0, (int) Math.min(TableOfContents.FIRST_READ, source.length()));
    }

    /// As [#read(RandomAccessSource)], after its first request.
    static Optional<TableHead> read(RandomAccessSource source, byte[] first) throws IOException {
        long length = length(first, source.name());
        if (length == 0) {
            return Optional.empty();
        }
        if (length > source.length()) {
            throw new CorruptedInputException(
                    "%s: ends within its table of contents, which takes %d bytes"
                            .formatted(source.name(), length),
                    source.length());
        }
        byte[] head = Arrays.copyOf(first, (int) length);
        if (length > first.length) {
            source.read(first.length, head, first.length, (int) length - first.length);
        }
        TableHead read = decode(head, source.name());
        long end = length + read.table.blocks().storedLength();
        if (end != source.length()) {
            throw new CorruptedInputException(
                    "%s: has %d bytes, and %d by its table of contents"
                            .formatted(source.name(), source.length(), end),
                    Math.min(end, source.length()));
        }
        return Optional.of(read);
    }

    /// How long the head is that starts so, or 0 when it is none of ours.
    ///
    /// @param start [#START] bytes of the file or more, or all that it has
    /// @param name of the file, for messages
    static long length(byte[] start, String name) throws FormatException {
        int at = recordOffset(start);
        if (at == 0) {
            return 0;
        }
        int version = start[at + TarballConstants.RECORD_VERSION] & 0xff;
        if (version != TarballConstants.VERSION) {
            throw new UnsupportedFeatureException(
                    "%s: a table of contents of version %d, known is %d"
                            .formatted(name, version, TarballConstants.VERSION));
        }
        ByteBuffer record = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        long stored = u32(record, at + TarballConstants.STORED_LENGTH);
        long raw = u32(record, at + TarballConstants.RAW_LENGTH);
        if (raw > TarballConstants.MAX_TABLE || stored > RawDeflater.bound((int) raw)) {
            throw new LimitExceededException(
                    name + ": table of contents, bytes",
                    Math.max(raw, stored),
                    TarballConstants.MAX_TABLE);
        }
        if (raw > MAX_RATIO * stored) {
            throw new CorruptedInputException(
                    "%s: table of contents: %d bytes from %d".formatted(name, raw, stored), at);
        }
        int length = RECORD_HEADER + (int) stored;
        return start[0] == GzipPieces.FIRST_BYTE
                ? GzipPieces.wrappedLength(length)
                : TarballConstants.SKIPPABLE_HEADER + length;
    }

    /// @param head as many bytes as [#length(byte\[\], String)] says
    static TableHead decode(byte[] head, String name) throws FormatException {
        boolean gzip = head[0] == GzipPieces.FIRST_BYTE;
        byte[] record = gzip ? GzipPieces.unwrap(head, name) : skipped(head, name);
        ByteBuffer header = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        int stored = record.length - RECORD_HEADER;
        if (crc(record, stored) != header.getInt(TarballConstants.RECORD_CRC)) {
            throw damaged(name, "a checksum that is wrong");
        }
        byte[] raw = inflate(record, stored, header.getInt(TarballConstants.RAW_LENGTH), name);
        return new TableHead(
                gzip ? TarballFormat.TGZ : TarballFormat.TAR_ZST,
                head.length,
                TableDecoder.decode(raw, name));
    }

    /// Where the record starts, or 0.
    private static int recordOffset(byte[] start) {
        int at = GzipPieces.recordOffset(start);
        if (at == 0
                && start.length >= Integer.BYTES
                && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt()
                        == TarballConstants.SKIPPABLE_MAGIC) {
            at = TarballConstants.SKIPPABLE_HEADER;
        }
        byte[] magic = TarballConstants.RECORD_MAGIC;
        boolean found =
                at > 0
                        && start.length >= at + RECORD_HEADER
                        && Arrays.equals(start, at, at + magic.length, magic, 0, magic.length);
        return found ? at : 0;
    }

    private static byte[] inflate(byte[] record, int stored, int rawLength, String name)
            throws CorruptedInputException {
        byte[] raw = new byte[rawLength];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(record, RECORD_HEADER, stored);
            int size = 0;
            while (size < rawLength) {
                int n = inflater.inflate(raw, size, rawLength - size);
                if (n == 0) {
                    break;
                }
                size += n;
            }
            // The end of the stream may be left to read.
            boolean more = inflater.inflate(new byte[1]) > 0;
            if (size < rawLength || more || !inflater.finished() || inflater.getRemaining() > 0) {
                throw damaged(name, "of another length than it says");
            }
            return raw;
        } catch (DataFormatException e) {
            throw new CorruptedInputException(
                    "%s: table of contents: bad deflated data: %s".formatted(name, e.getMessage()),
                    -1,
                    e);
        } finally {
            inflater.end();
        }
    }

    private static CorruptedInputException damaged(String name, String problem) {
        return new CorruptedInputException(name + ": table of contents: " + problem, 0);
    }

    private static int crc(byte[] record, int stored) {
        CRC32 crc = new CRC32();
        crc.update(record, 0, TarballConstants.RECORD_CRC);
        crc.update(record, RECORD_HEADER, stored);
        return (int) crc.getValue();
    }

    private static long u32(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }
}
