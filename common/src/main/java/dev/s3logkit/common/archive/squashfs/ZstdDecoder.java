package dev.s3logkit.common.archive.squashfs;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.zip.DataFormatException;

/// Zstd frames (RFC 8878).
final class ZstdDecoder implements BlockDecoder {

    private static final ContextPool<ZstdDecompressCtx> POOL =
            new ContextPool<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);

    @Override
    public int decode(byte[] in, int at, int length, byte[] into, int start, int room)
            throws DataFormatException {
        return POOL.with(
                context -> {
                    try {
                        return context.decompressByteArray(into, start, room, in, at, length);
                    } catch (ZstdException e) {
                        throw new DataFormatException(e.getMessage());
                    }
                });
    }
}
