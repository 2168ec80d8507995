package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.archive.EntryName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// Names in headers: UTF-8 where the flag or Info-ZIP's Unicode Path says so (APPNOTE appendix D,
/// 4.6.9), or where an entry of Unix or macOS happens to be; otherwise the IBM PC's code page 437.
final class ZipName {

    /// Code page 437 from 0x80 on.
    private static final String CP437 =
            "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
                    + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

    private static final int UNICODE_PATH_NAME = 5;

    private ZipName() {}

    /// Whether the bytes of a name are the UTF-8 of what it decodes to.
    static boolean isPlain(byte[] header, int at) {
        if ((flags(header, at) & ZipConstants.FLAG_UTF8) != 0) {
            return true;
        }
        int from = at + ZipConstants.CENTRAL_SIZE;
        return isAscii(header, from, length(header, at)) && unicodePath(header, at) < 0;
    }

    /// The name in the central directory header at `at`.
    static String decode(byte[] header, int at) {
        int from = at + ZipConstants.CENTRAL_SIZE;
        int length = length(header, at);
        if (isPlain(header, at)) {
            return EntryName.toText(header, from, length);
        }
        int unicode = unicodePath(header, at);
        if (unicode >= 0) {
            int name = unicode + UNICODE_PATH_NAME;
            int end = unicode + LittleEndian.u16(header, unicode - 2);
            return EntryName.toText(header, name, end - name);
        }
        int host = LittleEndian.u16(header, at + ZipConstants.CENTRAL_MADE_BY) >> 8;
        if (host == ZipConstants.MADE_BY_UNIX || host == ZipConstants.MADE_BY_DARWIN) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(header, from, length))
                        .toString();
            } catch (CharacterCodingException e) {
                return cp437(header, from, length);
            }
        }
        return cp437(header, from, length);
    }

    private static String cp437(byte[] bytes, int from, int length) {
        StringBuilder name = new StringBuilder(length);
        for (int i = from; i < from + length; i++) {
            name.append(bytes[i] >= 0 ? (char) bytes[i] : CP437.charAt(bytes[i] & 0x7f));
        }
        return name.toString();
    }

    /// Where the content of a Unicode Path is that belongs to the name, or -1.
    private static int unicodePath(byte[] header, int at) {
        int field = ExtraFields.find(header, at, ZipConstants.EXTRA_UNICODE_PATH);
        if (field < 0
                || LittleEndian.u16(header, field - 2) <= UNICODE_PATH_NAME
                || header[field] != 1) {
            return -1;
        }
        CRC32 crc = new CRC32();
        crc.update(header, at + ZipConstants.CENTRAL_SIZE, length(header, at));
        return (int) crc.getValue() == LittleEndian.i32(header, field + 1) ? field : -1;
    }

    private static boolean isAscii(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static int flags(byte[] header, int at) {
        return LittleEndian.u16(header, at + ZipConstants.CENTRAL_FLAGS);
    }

    private static int length(byte[] header, int at) {
        return LittleEndian.u16(header, at + ZipConstants.CENTRAL_NAME_LENGTH);
    }
}
