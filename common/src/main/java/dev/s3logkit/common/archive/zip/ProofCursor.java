package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Reads the summary of a proof from its start to its end.
final class ProofCursor {

    private final byte[] bytes;
    private final String source;
    private final long offset;
    private int at;

    /// @param offset of the summary in the source
    ProofCursor(byte[] bytes, String source, long offset) {
        this.bytes = bytes;
        this.source = source;
        this.offset = offset;
    }

    ArchiveOrigin origin() throws FormatException {
        String digest =
                HexFormat.of().formatHex(bytes, at, at + require(ArchiveOrigin.SHA256_SIZE));
        at += ArchiveOrigin.SHA256_SIZE;
        int most = ArchiveOrigin.MAX_OPTIONS;
        int length = number();
        if (length > most * ProofConstants.UTF8_BYTES_PER_CHAR) {
            throw new LimitExceededException(source + ": zip: options, bytes", length, most);
        }
        String options = new String(bytes, at, require(length), StandardCharsets.UTF_8);
        at += length;
        if (options.length() > most) {
            throw new LimitExceededException(
                    source + ": zip: options, characters", options.length(), most);
        }
        return new ArchiveOrigin(digest, options);
    }

    long varint() throws CorruptedInputException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            require(1);
            byte b = bytes[at++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damaged("a number of more than 63 bits");
    }

    int number() throws CorruptedInputException {
        long value = varint();
        if (value > Integer.MAX_VALUE) {
            throw damaged("a number of more than 31 bits");
        }
        return (int) value;
    }

    /// How many things follow, of a byte or more each.
    int count() throws CorruptedInputException {
        return require(number());
    }

    void requireEnd() throws CorruptedInputException {
        if (at != bytes.length) {
            throw damaged("%d bytes too many".formatted(bytes.length - at));
        }
    }

    private int require(int length) throws CorruptedInputException {
        if (length > bytes.length - at) {
            throw damaged("it ends %d bytes too early".formatted(length - bytes.length + at));
        }
        return length;
    }

    CorruptedInputException damaged(String problem) {
        return new CorruptedInputException(
                "%s: zip: summary of the proof: %s".formatted(source, problem), offset + at);
    }
}
