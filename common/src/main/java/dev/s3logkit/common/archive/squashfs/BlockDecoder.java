package dev.s3logkit.common.archive.squashfs;

import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.lz4.Lz4Decompressor;
import io.airlift.compress.v3.lzo.LzoDecompressor;
import java.util.zip.DataFormatException;

/// Unpacks one block. Safe for use by any number of threads.
interface BlockDecoder {

    /// Unpacks all of the `length` bytes at `at` of `in`.
    ///
    /// @return how many bytes were put into `into`, from `start` on
    /// @throws DataFormatException when the block is damaged or unpacks to more than `room` bytes;
    ///   nothing is known of `into` then
    int decode(byte[] in, int at, int length, byte[] into, int start, int room)
            throws DataFormatException;

    static BlockDecoder lz4() {
        return stateless(Lz4Decompressor.create());
    }

    static BlockDecoder lzo() {
        return pooled(new ContextPool<>(LzoDecompressor::new, _ -> {}));
    }

    private static BlockDecoder stateless(Decompressor decompressor) {
        return (in, at, length, into, start, room) ->
                decode(decompressor, in, at, length, into, start, room);
    }

    private static BlockDecoder pooled(ContextPool<? extends Decompressor> pool) {
        return (in, at, length, into, start, room) ->
                pool.with(d -> decode(d, in, at, length, into, start, room));
    }

    /// The library's own exception is not the only one that it throws for damaged blocks.
    static int decode(
            Decompressor decompressor,
            byte[] in,
            int at,
            int length,
            byte[] into,
            int start,
            int room)
            throws DataFormatException {
        try {
            return decompressor.decompress(in, at, length, into, start, room);
        } catch (RuntimeException e) {
            DataFormatException damaged = new DataFormatException(e.getMessage());
            damaged.initCause(e);
            throw damaged;
        }
    }
}
