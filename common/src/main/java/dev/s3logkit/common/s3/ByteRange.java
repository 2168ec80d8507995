package dev.s3logkit.common.s3;

/// Bytes of an object that a read asks for (RFC 9110, section 14.1.2); at least one.
public sealed interface ByteRange {

    /// The bytes from `offset` on, `length` of them or as many as the object has.
    static ByteRange of(long offset, long length) {
        return new Span(offset, length);
    }

    /// The last `length` bytes, or all when the object has no more.
    static ByteRange suffix(long length) {
        return new Suffix(length);
    }

    /// So many bytes from an offset on.
    ///
    /// @param offset at least 0
    /// @param length at least 1
    record Span(long offset, long length) implements ByteRange {
        public Span {
            if (offset < 0 || length < 1 || offset > Long.MAX_VALUE - length) {
                throw new IllegalArgumentException(
                        "range of %d bytes at offset %d".formatted(length, offset));
            }
        }

        @Override
        public String header() {
            return "bytes=" + offset + "-" + (offset + length - 1);
        }

        @Override
        public long start(long size) {
            return offset;
        }

        @Override
        public long end(long size) {
            return Math.min(size, offset + length);
        }
    }

    /// The last bytes.
    ///
    /// @param length at least 1
    record Suffix(long length) implements ByteRange {
        public Suffix {
            if (length < 1) {
                throw new IllegalArgumentException("suffix of %d bytes".formatted(length));
            }
        }

        @Override
        public String header() {
            return "bytes=-" + length;
        }

        @Override
        public long start(long size) {
            return Math.max(0, size - length);
        }

        @Override
        public long end(long size) {
            return size;
        }
    }

    /// Value of the `Range` header.
    String header();

    /// Offset of the first byte in an object of this size; past its end when none is in the range.
    long start(long size);

    /// Offset after the last byte in an object of this size.
    long end(long size);
}
