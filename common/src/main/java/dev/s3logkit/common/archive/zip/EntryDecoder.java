package dev.s3logkit.common.archive.zip;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.s3logkit.common.CorruptedInputException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Decompresses entries and frames that are in memory, with contexts that are made once. For one
/// thread at a time.
final class EntryDecoder implements AutoCloseable {

    private final CRC32 crc = new CRC32();
    private @Nullable ZstdDecompressCtx zstd;
    private @Nullable Inflater inflater;

    /// The whole content of an entry, checked.
    ///
    /// @param data with the compressed bytes from `at` on
    /// @param what is read, in messages
    byte[] decode(ZipEntry entry, ZipMethod method, byte[] data, int at, String what)
            throws CorruptedInputException {
        int length = (int) entry.compressedSize();
        byte[] content = new byte[(int) entry.size()];
        try {
            int n =
                    switch (method) {
                        case STORE -> stored(data, at, length, content);
                        case ZSTD -> zstd(data, at, length, content, content.length);
                        case DEFLATE -> inflated(data, at, length, content);
                    };
            if (n != content.length) {
                throw new CorruptedInputException(
                        "%s: ends after %d of %d bytes".formatted(what, n, content.length),
                        entry.offset());
            }
        } catch (ZstdException | DataFormatException e) {
            throw new CorruptedInputException(
                    "%s: %s: %s".formatted(what, method, e.getMessage()), entry.offset(), e);
        }
        crc.reset();
        crc.update(content);
        if ((int) crc.getValue() != entry.crc32()) {
            throw new CorruptedInputException(
                    "%s: CRC-32 is %08x, stated is %08x"
                            .formatted(what, crc.getValue(), entry.crc32()),
                    entry.offset());
        }
        return content;
    }

    /// One frame of a large entry.
    ///
    /// @param content has room for `expected` bytes
    void decodeFrame(
            ZipMethod method, byte[] data, int length, byte[] content, int expected, String what)
            throws CorruptedInputException {
        try {
            int n =
                    switch (method) {
                        case STORE -> throw new IllegalStateException("stored bytes in frames");
                        case ZSTD -> zstd(data, 0, length, content, expected);
                        case DEFLATE -> blocks(data, length, content, expected);
                    };
            if (n != expected) {
                throw new CorruptedInputException(
                        "%s: a frame of %d bytes where %d are due".formatted(what, n, expected),
                        -1);
            }
        } catch (ZstdException | DataFormatException e) {
            throw new CorruptedInputException(
                    "%s: a frame: %s: %s".formatted(what, method, e.getMessage()), -1, e);
        }
    }

    private static int stored(byte[] data, int at, int length, byte[] content)
            throws DataFormatException {
        if (length != content.length) {
            throw new DataFormatException("%d bytes of %d".formatted(length, content.length));
        }
        System.arraycopy(data, at, content, 0, length);
        return length;
    }

    private int zstd(byte[] data, int at, int length, byte[] content, int room) {
        if (zstd == null) {
            zstd = new ZstdDecompressCtx();
        }
        if (room == 0) {
            // Without room there is no array for the native side to point at.
            byte[] none = new byte[1];
            return zstd.decompressByteArray(none, 0, 1, data, at, length);
        }
        try {
            return zstd.decompressByteArray(content, 0, room, data, at, length);
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                throw new ZstdException(
                        e.getErrorCode(), "goes on after the %d bytes of its size".formatted(room));
            }
            throw e;
        }
    }

    private int inflated(byte[] data, int at, int length, byte[] content)
            throws DataFormatException {
        Inflater stream = inflater();
        stream.setInput(data, at, length);
        int n = stream.inflate(content);
        if (!stream.finished()) {
            if (stream.inflate(new byte[1]) > 0) {
                throw new DataFormatException(
                        "goes on after the %d bytes of its size".formatted(content.length));
            }
            if (!stream.finished()) {
                throw new DataFormatException("ends too early");
            }
        }
        return n;
    }

    private int blocks(byte[] data, int length, byte[] content, int expected)
            throws DataFormatException {
        Inflater stream = inflater();
        stream.setInput(data, 0, length);
        int n = stream.inflate(content, 0, expected);
        if (stream.inflate(new byte[1]) > 0) {
            throw new DataFormatException("goes on after %d bytes".formatted(expected));
        }
        return n;
    }

    private Inflater inflater() {
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        inflater.reset();
        return inflater;
    }

    @Override
    public void close() {
        if (zstd != null) {
            zstd.close();
        }
        if (inflater != null) {
            inflater.end();
        }
    }
}
