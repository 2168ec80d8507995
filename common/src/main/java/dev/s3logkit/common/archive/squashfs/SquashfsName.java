package dev.s3logkit.common.archive.squashfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/// Names are bytes; here they are strings, without losing any: UTF-8 is decoded, and every byte
/// that is not part of UTF-8 becomes one char, U+DC00 + byte (U+DC80 to U+DCFF). UTF-8 cannot hold
/// such a char, and Python knows the mapping as `surrogateescape`. Paths and link targets are
/// mapped the same way.
public final class SquashfsName {

    private static final char ESCAPE = 0xDC00;
    private static final char FIRST_ESCAPED = 0xDC80;
    private static final char LAST_ESCAPED = 0xDCFF;
    private static final char REPLACEMENT = 0xFFFD;

    private SquashfsName() {}

    /// The string of a name.
    public static String toText(byte[] name) {
        return toText(name, 0, name.length);
    }

    static String toText(byte[] bytes, int at, int length) {
        String text = new String(bytes, at, length, UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : escaped(ByteBuffer.wrap(bytes, at, length));
    }

    /// The bytes of a name: the inverse of [#toText(byte[])]. A char of half a pair that stands for
    /// no byte becomes `?`, which then names another entry or none.
    public static byte[] toBytes(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return hasEscapes(text) ? unescaped(text) : bytes;
    }

    /// Whether the name is UTF-8, so that its string can be sent and shown as it is.
    public static boolean isUtf8(String text) {
        return !hasEscapes(text);
    }

    /// Compares as unsigned bytes, which is the order of keys in S3.
    public static int compare(String a, String b) {
        return Arrays.compareUnsigned(toBytes(a), toBytes(b));
    }

    private static String escaped(ByteBuffer bytes) {
        CharsetDecoder decoder =
                UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate(bytes.remaining());
        for (; ; ) {
            CoderResult result = decoder.decode(bytes, chars, true);
            if (result.isUnderflow()) {
                return chars.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                chars.put((char) (ESCAPE + (bytes.get() & 0xff)));
            }
            decoder.reset();
        }
    }

    private static boolean hasEscapes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEscape(String text, int i) {
        char c = text.charAt(i);
        return c >= FIRST_ESCAPED
                && c <= LAST_ESCAPED
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static byte[] unescaped(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                bytes.put(text.substring(start, i).getBytes(UTF_8));
                bytes.put((byte) (text.charAt(i) - ESCAPE));
                start = i + 1;
            }
        }
        bytes.put(text.substring(start).getBytes(UTF_8));
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
