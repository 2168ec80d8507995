package dev.s3logkit.common.archive.squashfs;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The bytes of one image within its source. Positions are relative to the start of the image;
/// messages and exceptions have offsets in the source.
///
/// @param start of the image in the source
/// @param length of the image without padding; nothing behind it is read
record ImageBytes(RandomAccessSource source, long start, long length) {

    /// @throws CorruptedInputException when the range leaves the image; `what` names it
    void requireInside(long position, long bytes, String what) throws CorruptedInputException {
        if (position < SquashfsConstants.SUPERBLOCK_SIZE || bytes > length - position) {
            throw damaged(
                    "%s of %d bytes at %s is outside of the image of %d bytes"
                            .formatted(what, bytes, Long.toUnsignedString(position), length),
                    position);
        }
    }

    /// Fills the start of `into`; the range has been checked.
    void read(long position, byte[] into, int bytes) throws IOException {
        source.read(start + position, into, 0, bytes);
    }

    byte[] read(long position, int bytes) throws IOException {
        return source.read(start + position, bytes);
    }

    SquashfsCache.Key key(long position, int tag) {
        return new SquashfsCache.Key(source.identity(), start, position, tag);
    }

    CorruptedInputException damaged(String problem, long position) {
        return damaged(problem, position, null);
    }

    CorruptedInputException damaged(String problem, long position, @Nullable Throwable cause) {
        String message = source.name() + ": squashfs: " + problem;
        long offset = position < 0 || position > length ? -1 : start + position;
        return cause == null
                ? new CorruptedInputException(message, offset)
                : new CorruptedInputException(message, offset, cause);
    }

    LimitExceededException limit(String what, long needed, long allowed) {
        return new LimitExceededException(source.name() + ": squashfs: " + what, needed, allowed);
    }
}
