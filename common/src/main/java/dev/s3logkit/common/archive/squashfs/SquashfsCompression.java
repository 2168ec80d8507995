package dev.s3logkit.common.archive.squashfs;

import dev.s3logkit.common.UnsupportedFeatureException;

/// The compressors of squashfs 4.0, in the order of their numbers, which start at 1.
public enum SquashfsCompression {
    /// Zlib streams (RFC 1950), not gzip files.
    GZIP,
    /// Streams of the old `.lzma` form.
    LZMA,
    LZO,
    XZ,
    /// Bare blocks, without a frame.
    LZ4,
    ZSTD;

    private static final SquashfsCompression[] COMPRESSIONS = values();

    /// @param name of the image in the message
    static SquashfsCompression of(int number, String name) throws UnsupportedFeatureException {
        if (number < 1 || number > COMPRESSIONS.length) {
            throw new UnsupportedFeatureException(
                    "%s: squashfs: compressor %d, known are 1 to %d"
                            .formatted(name, number, COMPRESSIONS.length));
        }
        return COMPRESSIONS[number - 1];
    }

    BlockDecoder decoder() {
        return switch (this) {
            case GZIP -> new ZlibDecoder();
            case LZMA -> new LzmaDecoder();
            case LZO -> BlockDecoder.lzo();
            case XZ -> new XzDecoder();
            case LZ4 -> BlockDecoder.lz4();
            case ZSTD -> new ZstdDecoder();
        };
    }
}
