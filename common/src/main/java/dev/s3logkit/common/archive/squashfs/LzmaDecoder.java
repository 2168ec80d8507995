package dev.s3logkit.common.archive.squashfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMAInputStream;

/// Streams of the old `.lzma` form: properties, size of the dictionary, unpacked size, data.
final class LzmaDecoder implements BlockDecoder {

    @Override
    public int decode(byte[] in, int at, int length, byte[] into, int start, int room)
            throws DataFormatException {
        return StreamDecoding.decode(LzmaDecoder::open, in, at, length, into, start, room);
    }

    private static InputStream open(InputStream in) throws IOException {
        return new LZMAInputStream(in, StreamDecoding.MEMORY_KIB, BasicArrayCache.getInstance());
    }
}
