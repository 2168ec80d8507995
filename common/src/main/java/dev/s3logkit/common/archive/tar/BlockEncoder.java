package dev.s3logkit.common.archive.tar;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.s3logkit.common.archive.RawDeflater;
import java.util.zip.CRC32;

/// Compresses a block so that it can be read alone and, with its neighbours, as a part of the
/// whole. Not safe for use by several threads at once.
abstract sealed class BlockEncoder implements AutoCloseable {

    private BlockEncoder() {}

    static BlockEncoder of(TarballFormat format) {
        return switch (format) {
            case TGZ -> new Gzip();
            case TAR_ZST -> new ZstdFrame();
        };
    }

    /// How many bytes `length` bytes become at the most.
    abstract int bound(int length);

    /// Gives the size of the result, which is written to the start of `out`.
    abstract int encode(byte[] block, int length, byte[] out);

    @Override
    public abstract void close();

    private static final class Gzip extends BlockEncoder {

        private static final int LEVEL = 6;

        private final RawDeflater deflater = RawDeflater.create(LEVEL);
        private final CRC32 crc = new CRC32();

        @Override
        int bound(int length) {
            return GzipMember.HEADER_SIZE + RawDeflater.bound(length) + GzipMember.TRAILER_SIZE;
        }

        @Override
        int encode(byte[] block, int length, byte[] out) {
            int at = GzipMember.putHeader(out, 0, false);
            at += deflater.deflate(block, 0, length, out, at);
            crc.reset();
            crc.update(block, 0, length);
            return GzipMember.putTrailer(out, at, (int) crc.getValue(), length);
        }

        @Override
        public void close() {
            deflater.close();
        }
    }

    private static final class ZstdFrame extends BlockEncoder {

        private static final int LEVEL = 3;

        private final ZstdCompressCtx context =
                new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true);

        @Override
        int bound(int length) {
            return Math.toIntExact(Zstd.compressBound(length));
        }

        @Override
        int encode(byte[] block, int length, byte[] out) {
            return context.compressByteArray(out, 0, out.length, block, 0, length);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
