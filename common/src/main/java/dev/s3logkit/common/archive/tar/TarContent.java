package dev.s3logkit.common.archive.tar;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// An uncompressed archive, read at any offset.
sealed interface TarContent {

    /// Streams `length` bytes from `offset` on; the caller closes it. The stream ends after exactly
    /// so many bytes, their checksums compared where there are any, or throws.
    ///
    /// @param length more than 0
    InputStream open(long offset, long length) throws IOException;

    /// A file that is not compressed: one request for a range.
    record Plain(RandomAccessSource source) implements TarContent {

        @Override
        public InputStream open(long offset, long length) throws IOException {
            return source.open(offset, length);
        }
    }

    /// A tarball of ours: one request for the blocks that hold the range.
    record Blocks(RandomAccessSource source, TableHead head) implements TarContent {

        @Override
        public InputStream open(long offset, long length) throws IOException {
            BlockTable blocks = head.table().blocks();
            int first = blocks.at(offset);
            int last = blocks.at(offset + length - 1);
            long start = blocks.storedStart(first);
            InputStream stored = source.open(head.length() + start, blocks.storedEnd(last) - start);
            InputStream raw = new BlockStream(stored, head, first, last, source.name());
            return slice(raw, offset - blocks.rawStart(first), length, true, source.name());
        }
    }

    /// Anybody's compressed archive: read from its beginning.
    record Compressed(RandomAccessSource source) implements TarContent {

        @Override
        public InputStream open(long offset, long length) throws IOException {
            InputStream raw = Decompression.open(source.open(0, source.length()), source.name());
            return slice(raw, offset, length, false, source.name());
        }
    }

    /// Passes over `from` bytes of a stream and gives the next `length`.
    private static InputStream slice(
            InputStream raw, long from, long length, boolean toEnd, String name)
            throws IOException {
        try {
            raw.skipNBytes(from);
            return new Slice(raw, length, toEnd, name);
        } catch (EOFException e) {
            raw.close();
            throw new CorruptedInputException(name + ": ends before the entry", -1, e);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
