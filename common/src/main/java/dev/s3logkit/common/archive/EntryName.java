package dev.s3logkit.common.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.HexFormat;

/// Names in archives are bytes; here they are strings, without losing any: UTF-8 is decoded, and
/// every byte that is not part of UTF-8 becomes one char, U+DC00 + byte (U+DC80 to U+DCFF). UTF-8
/// cannot hold such a char, and Python knows the mapping as `surrogateescape`. Paths and link
/// targets are mapped the same way.
///
/// What is shown to people, or sent where only UTF-8 goes, is the [printed][#print(String)] form.
public final class EntryName {

    private static final char ESCAPE = 0xDC00;
    private static final char FIRST_ESCAPED = 0xDC80;
    private static final char LAST_ESCAPED = 0xDCFF;
    private static final char REPLACEMENT = 0xFFFD;
    private static final int PRINTED_BYTE = "\\x00".length();
    private static final HexFormat HEX = HexFormat.of();

    private EntryName() {}

    /// The string of a name.
    public static String toText(byte[] name) {
        return toText(name, 0, name.length);
    }

    /// The string of a name that is a part of an array.
    public static String toText(byte[] bytes, int at, int length) {
        String text = new String(bytes, at, length, UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : escaped(ByteBuffer.wrap(bytes, at, length));
    }

    /// The bytes of a name: the inverse of [#toText(byte[])]. A char of half a pair that stands for
    /// no byte becomes `?`, which then names another entry or none.
    public static byte[] toBytes(String text) {
        return isUtf8(text) ? text.getBytes(UTF_8) : unescaped(text);
    }

    /// Whether the name is UTF-8, so that its string can be sent as it is.
    public static boolean isUtf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                return false;
            }
        }
        return true;
    }

    /// Compares as unsigned bytes, which is the order of keys in S3.
    public static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        int i = 0;
        while (i < length && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        if (i == length) {
            return Integer.compare(a.length(), b.length());
        }
        return a.charAt(i) < 0x80 && b.charAt(i) < 0x80
                ? Character.compare(a.charAt(i), b.charAt(i))
                : Arrays.compareUnsigned(toBytes(a), toBytes(b));
    }

    /// The name as one line of visible characters: bytes that are no UTF-8, control characters and
    /// those that change how what follows is shown become `\xNN` for each byte, and so does a
    /// backslash that would read as such.
    public static String print(String text) {
        StringBuilder printed = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            if (character == '\\' ? !isPrintedByte(text, i) : isVisible(character)) {
                printed.appendCodePoint(character);
            } else {
                for (byte b : toBytes(Character.toString(character))) {
                    HEX.toHexDigits(printed.append("\\x"), b);
                }
            }
        }
        return printed.toString();
    }

    /// The name of which this is the [printed][#print(String)] form.
    public static String parse(String printed) {
        if (printed.indexOf('\\') < 0) {
            return printed;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(printed.length());
        int start = 0;
        for (int at = printed.indexOf('\\'); at >= 0; at = printed.indexOf('\\', start)) {
            boolean escape = isPrintedByte(printed, at);
            bytes.writeBytes(toBytes(printed.substring(start, escape ? at : at + 1)));
            start = at + 1;
            if (escape) {
                bytes.write(HexFormat.fromHexDigits(printed, at + 2, at + PRINTED_BYTE));
                start = at + PRINTED_BYTE;
            }
        }
        bytes.writeBytes(toBytes(printed.substring(start)));
        return toText(bytes.toByteArray());
    }

    private static boolean isPrintedByte(String text, int at) {
        return text.length() - at >= PRINTED_BYTE
                && text.charAt(at + 1) == 'x'
                && HexFormat.isHexDigit(text.charAt(at + 2))
                && HexFormat.isHexDigit(text.charAt(at + 3));
    }

    private static boolean isVisible(int character) {
        if (character < 0x7f) {
            return character >= ' ';
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
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
