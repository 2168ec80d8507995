package dev.s3logkit.common.archive.squashfs;

import io.airlift.compress.v3.deflate.DeflateDecompressor;
import io.airlift.compress.v3.deflate.DeflateNativeDecompressor;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Zlib streams (RFC 1950): by libdeflate where there is one for the processor, else by the JDK.
final class ZlibDecoder implements BlockDecoder {

    private static final BlockDecoder DECODER =
            DeflateNativeDecompressor.isEnabled() ? libdeflate() : jdk();

    // RFC 1950 2.2.
    private static final int HEADER = 2;
    private static final int TRAILER = 4;
    private static final int CM_DEFLATE = 8;
    private static final int FDICT = 0x20;
    private static final int FCHECK_MODULUS = 31;

    @Override
    public int decode(byte[] in, int at, int length, byte[] into, int start, int room)
            throws DataFormatException {
        return DECODER.decode(in, at, length, into, start, room);
    }

    /// It unpacks what is between the header and the checksum, which are read here.
    static BlockDecoder libdeflate() {
        ContextPool<DeflateDecompressor> pool =
                new ContextPool<>(DeflateNativeDecompressor::new, _ -> {});
        return (in, at, length, into, start, room) -> {
            if (length < HEADER + TRAILER) {
                throw new DataFormatException("a zlib stream of %d bytes".formatted(length));
            }
            int header = (in[at] & 0xff) << 8 | (in[at + 1] & 0xff);
            if (header % FCHECK_MODULUS != 0
                    || (header >> 8 & 0xf) != CM_DEFLATE
                    || (header & FDICT) != 0) {
                throw new DataFormatException("a zlib header of 0x%04x".formatted(header));
            }
            int deflated = length - HEADER - TRAILER;
            int n =
                    pool.with(
                            d ->
                                    BlockDecoder.decode(
                                            d, in, at + HEADER, deflated, into, start, room));
            Adler32 sum = new Adler32();
            sum.update(into, start, n);
            int stored = ByteBuffer.wrap(in).getInt(at + length - TRAILER);
            if (stored != (int) sum.getValue()) {
                throw new DataFormatException("its checksum is wrong");
            }
            return n;
        };
    }

    static BlockDecoder jdk() {
        ContextPool<Inflater> pool = new ContextPool<>(Inflater::new, Inflater::end);
        return (in, at, length, into, start, room) ->
                pool.with(inflater -> inflate(inflater, in, at, length, into, start, room));
    }

    private static int inflate(
            Inflater inflater, byte[] in, int at, int length, byte[] into, int start, int room)
            throws DataFormatException {
        inflater.reset();
        inflater.setInput(in, at, length);
        int n = inflater.inflate(into, start, room);
        // What fills the room exactly has its end still before it.
        if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
            throw new DataFormatException("it unpacks to more than %d bytes".formatted(room));
        }
        if (!inflater.finished()) {
            throw new DataFormatException("it ends within its data");
        }
        return n;
    }
}
