package dev.s3logkit.aggregator.staging;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Compresses blocks with contexts that are reused, since making one costs more than a small block.
/// Safe for use by several threads; the buffers that it returns are used up before the next call of
/// the same thread.
final class BlockCompressor implements AutoCloseable {

    private final FragmentCompression compression;
    private final ConcurrentLinkedQueue<ZstdCompressCtx> contexts = new ConcurrentLinkedQueue<>();

    BlockCompressor(FragmentCompression compression) {
        this.compression = compression;
    }

    /// The codec byte of the blocks.
    byte codec() {
        return switch (compression) {
            case NONE -> FragmentFormat.CODEC_NONE;
            case ZSTD -> FragmentFormat.CODEC_ZSTD;
        };
    }

    /// What is to be stored for `lines[from, from + length)`; with no compression a view of the
    /// same bytes.
    ByteBuffer compress(byte[] lines, int from, int length) {
        return switch (compression) {
            case NONE -> ByteBuffer.wrap(lines, from, length);
            case ZSTD -> zstd(lines, from, length);
        };
    }

    private ByteBuffer zstd(byte[] lines, int from, int length) {
        ZstdCompressCtx context = contexts.poll();
        if (context == null) {
            context = new ZstdCompressCtx();
            context.setLevel(compression.level());
        }
        try {
            byte[] stored = new byte[(int) Zstd.compressBound(length)];
            int stop = context.compressByteArray(stored, 0, stored.length, lines, from, length);
            return ByteBuffer.wrap(stored, 0, stop);
        } finally {
            contexts.add(context);
        }
    }

    @Override
    public void close() {
        for (ZstdCompressCtx context = contexts.poll();
                context != null;
                context = contexts.poll()) {
            context.close();
        }
    }
}
