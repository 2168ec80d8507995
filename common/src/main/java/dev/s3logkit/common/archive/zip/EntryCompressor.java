package dev.s3logkit.common.archive.zip;

import com.github.luben.zstd.ZstdCompressCtx;
import io.airlift.compress.v3.deflate.DeflateNativeCompressor;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// Compresses bodies with contexts that are made once, since making one costs more than a small
/// body. For one thread at a time.
///
/// Deflate is libdeflate where its library loads, and the JDK's otherwise; the two make different
/// bytes of the same body.
final class EntryCompressor implements AutoCloseable {

    /// Of the rows of the proof, whatever the entries have.
    private static final int PROOF_LEVEL = 1;

    private static final int MAX_JDK_LEVEL = 9;

    private static final byte[] NOTHING = {};

    /// A frame of no content.
    private static final byte[] EMPTY_FRAME = {
        0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x20, 0, 1, 0, 0
    };

    /// libarchive 3.6 looks for the end of an entry only where its buffer, of this size, is not
    /// full.
    private static final int READER_BUFFER = 128 << 10;

    private final ZipOptions options;
    private final CRC32 crc = new CRC32();
    private @Nullable ZstdCompressCtx zstd;
    private @Nullable ZstdCompressCtx proof;
    private @Nullable DeflateNativeCompressor nativeDeflate;
    private @Nullable Deflater deflater;

    EntryCompressor(ZipOptions options) {
        this.options = options;
    }

    /// Room that every method does with: blocks that do not shrink are stored, with a header each.
    static int bound(int length) {
        return length + (length >> 8) + 1024;
    }

    int crc(byte[] body) {
        crc.reset();
        crc.update(body);
        return (int) crc.getValue();
    }

    /// A whole body as one stream.
    ///
    /// @param into has [#bound(int)] bytes from `at` on
    /// @return bytes written, or `body.length` and more when it does not shrink
    int compress(byte[] body, byte[] into, int at) {
        return switch (options.method()) {
            case STORE -> body.length;
            case ZSTD -> {
                byte[] tail = zstdTail(body.length);
                int length =
                        zstd().compressByteArray(into, at, into.length - at, body, 0, body.length);
                System.arraycopy(tail, 0, into, at + length, tail.length);
                yield length + tail.length;
            }
            case DEFLATE -> deflate(body, into, at);
        };
    }

    /// A piece of a large body that is decompressed without the ones before it: a frame with
    /// checksum of zstd, or blocks of deflate that end at a byte and are not the last ones.
    ///
    /// @param into has [#bound(int)] bytes
    /// @return bytes written
    int compressFrame(byte[] body, int length, byte[] into) {
        return switch (options.method()) {
            case STORE -> throw new IllegalStateException("stored bodies have no frames");
            case ZSTD -> {
                ZstdCompressCtx context = zstd();
                context.setChecksum(true);
                try {
                    yield context.compressByteArray(into, 0, into.length, body, 0, length);
                } finally {
                    context.setChecksum(false);
                }
            }
            case DEFLATE -> {
                Deflater blocks = deflater();
                blocks.reset();
                blocks.setInput(body, 0, length);
                yield blocks.deflate(into, 0, into.length, Deflater.SYNC_FLUSH);
            }
        };
    }

    /// What follows the frames of a body: nothing, or an empty frame in which bsdtar can find the
    /// end.
    static byte[] zstdTail(long size) {
        return size % READER_BUFFER == 0 ? EMPTY_FRAME : NOTHING;
    }

    /// Rows of the proof as one frame of zstd.
    byte[] compressRows(byte[] rows, int length) {
        if (proof == null) {
            proof = new ZstdCompressCtx().setLevel(PROOF_LEVEL);
        }
        byte[] into = new byte[bound(length)];
        int stop = proof.compressByteArray(into, 0, into.length, rows, 0, length);
        return Arrays.copyOf(into, stop);
    }

    private int deflate(byte[] body, byte[] into, int at) {
        if (DeflateNativeCompressor.isEnabled()) {
            if (nativeDeflate == null) {
                nativeDeflate = new DeflateNativeCompressor(options.level());
            }
            return nativeDeflate.compress(body, 0, body.length, into, at, into.length - at);
        }
        Deflater stream = deflater();
        stream.reset();
        stream.setInput(body);
        stream.finish();
        return stream.deflate(into, at, into.length - at);
    }

    private ZstdCompressCtx zstd() {
        if (zstd == null) {
            zstd = new ZstdCompressCtx().setLevel(options.level());
        }
        return zstd;
    }

    private Deflater deflater() {
        if (deflater == null) {
            deflater = new Deflater(Math.min(options.level(), MAX_JDK_LEVEL), true);
        }
        return deflater;
    }

    @Override
    public void close() {
        if (zstd != null) {
            zstd.close();
        }
        if (proof != null) {
            proof.close();
        }
        if (deflater != null) {
            deflater.end();
        }
    }
}
