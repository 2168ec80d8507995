package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A range of a large entry, read from the frames that hold it by one request.
final class FrameStream extends InputStream {

    /// Of the content of a frame, which is held.
    private static final int MAX_FRAME = 64 << 20;

    private final ZipEntry entry;
    private final ZipMethod method;
    private final FrameTable table;
    private final DecoderPool decoders;
    private final String what;
    private final InputStream data;
    private int nextFrame;
    private long left;
    private byte[] frame = {};
    private int at;
    private int end;

    private FrameStream(
            ZipEntry entry,
            ZipMethod method,
            FrameTable table,
            DecoderPool decoders,
            String what,
            InputStream data,
            long from,
            long length) {
        this.entry = entry;
        this.method = method;
        this.table = table;
        this.decoders = decoders;
        this.what = what;
        this.data = data;
        this.nextFrame = (int) (from / table.frameBytes());
        this.at = (int) (from % table.frameBytes());
        this.left = length;
    }

    /// @param length more than 0, and inside of the entry
    static InputStream open(
            RandomAccessSource source,
            ZipEntry entry,
            ZipMethod method,
            FrameTable table,
            DecoderPool decoders,
            String what,
            long from,
            long length)
            throws IOException {
        require(entry, method, table, what);
        int first = (int) (from / table.frameBytes());
        int last = (int) ((from + length - 1) / table.frameBytes());
        long start = entry.offset() + table.headerLength();
        for (int i = 0; i < first; i++) {
            start += table.length(i);
        }
        long bytes = 0;
        for (int i = first; i <= last; i++) {
            bytes += table.length(i);
        }
        return new FrameStream(
                entry, method, table, decoders, what, source.open(start, bytes), from, length);
    }

    private static void require(ZipEntry entry, ZipMethod method, FrameTable table, String what)
            throws IOException {
        if (table.frameBytes() > MAX_FRAME) {
            throw new LimitExceededException(
                    what + ": content of a frame, bytes", table.frameBytes(), MAX_FRAME);
        }
        long bytes = 0;
        for (int i = 0; i < table.frames(); i++) {
            bytes += table.length(i);
            if (table.length(i) > EntryCompressor.bound(table.frameBytes())) {
                throw damaged(entry, what, "a frame of %d bytes".formatted(table.length(i)));
            }
        }
        if (method == ZipMethod.STORE
                || table.frameBytes() == 0
                || table.frames() != Math.ceilDiv(entry.size(), (long) table.frameBytes())
                || bytes > entry.compressedSize()) {
            throw damaged(
                    entry,
                    what,
                    "%d frames of %d bytes, %d compressed"
                            .formatted(table.frames(), table.frameBytes(), bytes));
        }
    }

    private static CorruptedInputException damaged(ZipEntry entry, String what, String problem) {
        return new CorruptedInputException(
                "%s: its table of frames does not fit it: %s".formatted(what, problem),
                entry.offset());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int off, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        if (at >= end) {
            int skip = end == 0 ? at : 0;
            decode();
            at = skip;
        }
        int n = (int) Math.min(Math.min(length, left), end - at);
        System.arraycopy(frame, at, into, off, n);
        at += n;
        left -= n;
        return n;
    }

    private void decode() throws IOException {
        int compressed = table.length(nextFrame);
        byte[] bytes = data.readNBytes(compressed);
        if (bytes.length < compressed) {
            throw new EOFException(what + ": the source ends within a frame");
        }
        int size =
                (int)
                        Math.min(
                                table.frameBytes(),
                                entry.size() - (long) nextFrame * table.frameBytes());
        if (frame.length < size) {
            frame = new byte[size];
        }
        decoders.use(
                decoder -> {
                    decoder.decodeFrame(method, bytes, compressed, frame, size, what);
                    return size;
                });
        end = size;
        nextFrame++;
    }

    @Override
    public void close() throws IOException {
        data.close();
    }
}
