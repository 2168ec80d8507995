package dev.s3logkit.common.s3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Object keys as S3 notifications and inventories carry them: form-encoded, so `+` is a space and
/// `%2B` a plus.
public final class FormEncodedKey {

    private FormEncodedKey() {}

    /// The raw key. Characters that should have been encoded and were not stand for themselves.
    ///
    /// @throws IllegalArgumentException when a `%` is not followed by two hex digits, or the result
    ///   is not UTF-8
    public static String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded.replace('+', ' ');
        }
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            switch (in[i]) {
                case '+' -> out.put((byte) ' ');
                case '%' -> {
                    if (i + 2 >= in.length
                            || !HexFormat.isHexDigit(in[i + 1])
                            || !HexFormat.isHexDigit(in[i + 2])) {
                        throw new IllegalArgumentException(
                                "key '%s' has a %% without two hex digits".formatted(encoded));
                    }
                    int high = HexFormat.fromHexDigit(in[i + 1]);
                    out.put((byte) (high << 4 | HexFormat.fromHexDigit(in[i + 2])));
                    i += 2;
                }
                default -> out.put(in[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "key '%s' does not decode to UTF-8".formatted(encoded), e);
        }
    }
}
