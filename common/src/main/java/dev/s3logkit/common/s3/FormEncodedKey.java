package dev.s3logkit.common.s3;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Object keys as S3 notifications and inventories carry them: form-encoded, so `+` is a space and
/// `%2B` a plus.
public final class FormEncodedKey {

    private FormEncodedKey() {}

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long PERCENTS = '%' * ONES;
    private static final long PLUSES = '+' * ONES;

    /// The raw key. Characters that should have been encoded and were not stand for themselves.
    ///
    /// @throws IllegalArgumentException when a `%` is not followed by two hex digits, or the result
    ///   is not UTF-8
    public static String decode(String encoded) {
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = decode(in, 0, in.length, out);
        if (length < 0) {
            throw new IllegalArgumentException(
                    "key '%s' has a %% without two hex digits".formatted(encoded));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "key '%s' does not decode to UTF-8".formatted(encoded), e);
        }
    }

    /// Writes the raw bytes of a key to the start of `out`. Whether they are UTF-8 is not looked
    /// at.
    ///
    /// @param out at least as long as what is decoded
    /// @return how many there are, or -1 when a `%` is not followed by two hex digits
    public static int decode(byte[] in, int from, int to, byte[] out) {
        int length = 0;
        int i = from;
        while (i < to) {
            while (i <= to - Long.BYTES && isPlain((long) WORD.get(in, i))) {
                WORD.set(out, length, (long) WORD.get(in, i));
                i += Long.BYTES;
                length += Long.BYTES;
            }
            if (i == to) {
                break;
            }
            byte c = in[i++];
            if (c == '%') {
                if (i + 2 > to
                        || !HexFormat.isHexDigit(in[i])
                        || !HexFormat.isHexDigit(in[i + 1])) {
                    return -1;
                }
                int high = HexFormat.fromHexDigit(in[i]);
                c = (byte) (high << 4 | HexFormat.fromHexDigit(in[i + 1]));
                i += 2;
            } else if (c == '+') {
                c = ' ';
            }
            out[length++] = c;
        }
        return length;
    }

    /// Whether decoding would change nothing, and nothing but ASCII is there.
    public static boolean isPlain(byte[] in, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            if (!isPlain((long) WORD.get(in, i))) {
                return false;
            }
        }
        for (; i < to; i++) {
            if (in[i] == '%' || in[i] == '+' || in[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(long word) {
        long percent = word ^ PERCENTS;
        long plus = word ^ PLUSES;
        return ((((percent - ONES) & ~percent) | ((plus - ONES) & ~plus) | word) & HIGH_BITS) == 0;
    }
}
