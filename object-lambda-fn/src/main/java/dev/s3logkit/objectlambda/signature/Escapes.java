package dev.s3logkit.objectlambda.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// Percent encoding (RFC 3986, section 2.1) as signatures want it. Works on bytes, so that a path
/// that is no UTF-8 is signed as it was sent.
final class Escapes {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int ESCAPE_LENGTH = 3;

    private Escapes() {}

    /// The same text in the one canonical spelling: unreserved characters plain, everything else
    /// escaped in upper case.
    ///
    /// @param query whether slashes are escaped too, and a plus sign is a space
    /// @throws RefusedException with `InvalidURI` when an escape is none
    static String canonical(String text, boolean query) throws RefusedException {
        byte[] bytes = decoded(text, query);
        StringBuilder out = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            if (isUnreserved(b) || (b == '/' && !query)) {
                out.append((char) b);
            } else {
                out.append('%');
                HEX.toHexDigits(out, b);
            }
        }
        return out.toString();
    }

    /// The bytes that a part of a query stands for, as text.
    static String text(String encoded) throws RefusedException {
        return new String(decoded(encoded, true), UTF_8);
    }

    private static byte[] decoded(String text, boolean plusIsSpace) throws RefusedException {
        byte[] bytes = text.getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '%') {
                if (i + ESCAPE_LENGTH > bytes.length
                        || !HexFormat.isHexDigit(bytes[i + 1])
                        || !HexFormat.isHexDigit(bytes[i + 2])) {
                    throw new RefusedException(
                            400, "InvalidURI", "Couldn't parse the specified URI.");
                }
                out.write(
                        HexFormat.fromHexDigit(bytes[i + 1]) << 4
                                | HexFormat.fromHexDigit(bytes[i + 2]));
                i += 2;
            } else {
                out.write(b == '+' && plusIsSpace ? ' ' : b);
            }
        }
        return out.toByteArray();
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }
}
