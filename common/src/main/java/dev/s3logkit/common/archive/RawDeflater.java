package dev.s3logkit.common.archive;

import io.airlift.compress.v3.deflate.DeflateNativeCompressor;
import java.lang.ref.Reference;
import java.util.zip.Deflater;

/// Compresses one array at a time to a deflate stream of its own (RFC 1951, without a wrapper).
///
/// Both kinds make streams that every inflater reads; their bytes and sizes differ. Not safe for
/// use by several threads at once.
public abstract sealed class RawDeflater implements AutoCloseable {

    /// Deflate cannot add more than five bytes for every stored block of 64 KiB; libdeflate's
    /// blocks may be as short as 5,000 bytes.
    private static final int SHORTEST_STORED_BLOCK = 5000;

    private RawDeflater() {}

    /// libdeflate where its native library works, else the JDK's zlib.
    ///
    /// @param level 1, the quickest, to 9
    public static RawDeflater create(int level) {
        return DeflateNativeCompressor.isEnabled() ? new Native(level) : jdk(level);
    }

    /// The JDK's zlib.
    ///
    /// @param level 1, the quickest, to 9
    public static RawDeflater jdk(int level) {
        return new Jdk(level);
    }

    /// How many bytes `length` bytes become at the most.
    public static int bound(int length) {
        return Math.addExact(length, 5 * (length / SHORTEST_STORED_BLOCK + 1) + 16);
    }

    /// Compresses `length` bytes and gives the size of the result, which is written to `out` from
    /// `at` on.
    ///
    /// @param out with room for [#bound(int)] bytes
    public abstract int deflate(byte[] in, int offset, int length, byte[] out, int at);

    @Override
    public abstract void close();

    private static final class Native extends RawDeflater {

        private final DeflateNativeCompressor compressor;

        Native(int level) {
            compressor = new DeflateNativeCompressor(level);
        }

        @Override
        public int deflate(byte[] in, int offset, int length, byte[] out, int at) {
            try {
                return compressor.compress(in, offset, length, out, at, out.length - at);
            } finally {
                // Its memory is freed when the object is found unreachable, even within a call.
                Reference.reachabilityFence(compressor);
            }
        }

        @Override
        public void close() {
            // freed with the object
        }
    }

    private static final class Jdk extends RawDeflater {

        private final Deflater deflater;

        Jdk(int level) {
            deflater = new Deflater(level, true);
        }

        @Override
        public int deflate(byte[] in, int offset, int length, byte[] out, int at) {
            deflater.reset();
            deflater.setInput(in, offset, length);
            deflater.finish();
            int size = 0;
            while (!deflater.finished()) {
                int n = deflater.deflate(out, at + size, out.length - at - size);
                if (n == 0) {
                    throw new IllegalArgumentException("no room for the compressed bytes");
                }
                size += n;
            }
            return size;
        }

        @Override
        public void close() {
            deflater.end();
        }
    }
}
