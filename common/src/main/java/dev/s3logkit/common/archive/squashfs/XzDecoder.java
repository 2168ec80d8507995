package dev.s3logkit.common.archive.squashfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.SingleXZInputStream;

/// Xz streams, with whatever filters they have.
final class XzDecoder implements BlockDecoder {

    @Override
    public int decode(byte[] in, int at, int length, byte[] into, int start, int room)
            throws DataFormatException {
        return StreamDecoding.decode(XzDecoder::open, in, at, length, into, start, room);
    }

    private static InputStream open(InputStream in) throws IOException {
        return new SingleXZInputStream(
                in, StreamDecoding.MEMORY_KIB, true, BasicArrayCache.getInstance());
    }
}
