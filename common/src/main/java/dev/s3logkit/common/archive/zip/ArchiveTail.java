package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The end of a source, in memory, as far towards its start as was asked for.
final class ArchiveTail {

    /// Holds the end record with the longest comment, and all of most directories.
    static final int FIRST_READ = 128 << 10;

    private final RandomAccessSource source;
    private byte[] bytes;
    private long start;

    ArchiveTail(RandomAccessSource source) throws IOException {
        this.source = source;
        this.start = Math.max(0, source.length() - FIRST_READ);
        this.bytes = source.read(start, (int) (source.length() - start));
    }

    /// Offset in the source of the first byte in memory.
    long start() {
        return start;
    }

    byte[] bytes() {
        return bytes;
    }

    /// The index in [#bytes()] of a byte of the source.
    int at(long offset) {
        return (int) (offset - start);
    }

    /// Has everything from `offset` on in memory, by at most one request.
    ///
    /// @param offset less than 2 GiB from the end
    void extendTo(long offset) throws IOException {
        if (offset >= start) {
            return;
        }
        byte[] longer = new byte[(int) (source.length() - offset)];
        int missing = (int) (start - offset);
        source.read(offset, longer, 0, missing);
        System.arraycopy(bytes, 0, longer, missing, bytes.length);
        bytes = longer;
        start = offset;
    }

    /// A stream of a range, without a request when it is in memory.
    InputStream open(long offset, long length) throws IOException {
        return offset >= start
                ? new ByteArrayInputStream(bytes, at(offset), (int) length)
                : source.open(offset, length);
    }

    RandomAccessSource source() {
        return source;
    }

    CorruptedInputException damaged(String problem, long offset) {
        return new CorruptedInputException(source.name() + ": zip: " + problem, offset);
    }

    UnsupportedFeatureException unsupported(String feature) {
        return new UnsupportedFeatureException(
                "%s: zip: %s are not supported".formatted(source.name(), feature));
    }
}
