package dev.s3logkit.common.archive.tar;

import static dev.s3logkit.common.archive.tar.TarConstants.BLOCK;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Makes the headers of a file: one block of POSIX's ustar where everything fits into it, else an
/// extended header (pax) before it with the records `path`, `size` and `mtime` that are needed.
///
/// What is no part of a [TarballSource] is always the same: mode 0644, uid and gid 0, no names of
/// user and group.
final class TarHeaderEncoder {

    private static final long MAX_SIZE = octalLimit(TarConstants.NUMBER_SIZE);
    private static final String MODE = "0000644\0";
    private static final String NOBODY = "0000000\0";
    private static final String PAX_FOLDER = "PaxHeaders/";

    private TarHeaderEncoder() {}

    /// The header blocks, extended ones first.
    static byte[] encode(TarballSource source) {
        String name = source.name();
        long mtime = source.mtime().getEpochSecond();
        byte[] nameBytes = name.getBytes(UTF_8);
        int slash = split(name, nameBytes.length);
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (slash < 0) {
            record(records, TarConstants.PAX_PATH, name);
        }
        if (source.size() > MAX_SIZE) {
            record(records, TarConstants.PAX_SIZE, Long.toString(source.size()));
        }
        if (mtime < 0 || mtime > MAX_SIZE) {
            record(records, TarConstants.PAX_MTIME, Long.toString(mtime));
        }
        byte[] file = new byte[BLOCK];
        if (slash > 0) {
            put(file, TarConstants.PREFIX, nameBytes, 0, slash);
            put(file, TarConstants.NAME, nameBytes, slash + 1, nameBytes.length - slash - 1);
        } else {
            put(file, TarConstants.NAME, nameBytes, 0, fitting(nameBytes));
        }
        finish(file, source.size(), mtime, TarConstants.TYPE_FILE);
        return records.size() == 0 ? file : extended(nameBytes, records.toByteArray(), mtime, file);
    }

    private static byte[] extended(byte[] name, byte[] records, long mtime, byte[] file) {
        byte[] header = new byte[BLOCK];
        byte[] folder = PAX_FOLDER.getBytes(US_ASCII);
        put(header, TarConstants.NAME, folder, 0, folder.length);
        // Only programs that do not know pax ever see it, as a file of this name.
        int room = TarConstants.NAME_SIZE - folder.length;
        int from = Math.max(0, name.length - room);
        for (int i = from; i < name.length; i++) {
            boolean plain = name[i] > ' ' && name[i] != '/';
            header[folder.length + i - from] = plain ? name[i] : (byte) '_';
        }
        finish(header, records.length, mtime, TarConstants.TYPE_PAX_NEXT);
        int body = records.length + (int) TarConstants.padding(records.length);
        byte[] all = Arrays.copyOf(header, BLOCK + body + BLOCK);
        System.arraycopy(records, 0, all, BLOCK, records.length);
        System.arraycopy(file, 0, all, BLOCK + body, BLOCK);
        return all;
    }

    /// Where the slash stands that takes the prefix from the name; 0 when no prefix is needed, -1
    /// when the name does not fit. Names that are not ASCII never do: POSIX leaves open how the
    /// bytes of the field are to be read.
    private static int split(String name, int bytes) {
        if (bytes != name.length()) {
            return -1;
        }
        if (bytes <= TarConstants.NAME_SIZE) {
            return 0;
        }
        int slash = name.lastIndexOf('/', TarConstants.PREFIX_SIZE);
        boolean fits = slash > 0 && bytes - slash - 1 <= TarConstants.NAME_SIZE;
        return fits ? slash : -1;
    }

    /// As much of a name that stands in a record as its field holds, cut between characters.
    private static int fitting(byte[] name) {
        int length = Math.min(name.length, TarConstants.NAME_SIZE);
        while (length < name.length && (name[length] & 0xc0) == 0x80) {
            length--;
        }
        return length;
    }

    private static void record(ByteArrayOutputStream records, String keyword, String value) {
        byte[] rest = (" " + keyword + "=" + value + "\n").getBytes(UTF_8);
        // The length counts its own digits.
        int length = rest.length + digits(rest.length);
        length = rest.length + digits(length);
        records.writeBytes(Integer.toString(length).getBytes(US_ASCII));
        records.writeBytes(rest);
    }

    private static int digits(int number) {
        return Integer.toString(number).length();
    }

    private static void finish(byte[] header, long size, long mtime, char type) {
        put(header, TarConstants.MODE, MODE);
        put(header, TarConstants.UID, NOBODY);
        put(header, TarConstants.GID, NOBODY);
        octal(header, TarConstants.SIZE, TarConstants.NUMBER_SIZE, size > MAX_SIZE ? 0 : size);
        octal(header, TarConstants.MTIME, TarConstants.NUMBER_SIZE, Math.clamp(mtime, 0, MAX_SIZE));
        header[TarConstants.TYPEFLAG] = (byte) type;
        put(header, TarConstants.MAGIC, TarConstants.POSIX_MAGIC + TarConstants.POSIX_VERSION);
        Arrays.fill(
                header,
                TarConstants.CHKSUM,
                TarConstants.CHKSUM + TarConstants.CHKSUM_SIZE,
                (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        // Six digits, a NUL and the last blank, as every tar has written it.
        octal(header, TarConstants.CHKSUM, TarConstants.CHKSUM_SIZE - 1, sum);
    }

    /// Digits up to the field's last byte, which stays or becomes a NUL.
    private static void octal(byte[] header, int offset, int size, long value) {
        long left = value;
        header[offset + size - 1] = 0;
        for (int i = size - 2; i >= 0; i--) {
            header[offset + i] = (byte) ('0' + (left & 7));
            left >>>= 3;
        }
    }

    private static long octalLimit(int size) {
        return (1L << (3 * (size - 1))) - 1;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        put(header, offset, bytes, 0, bytes.length);
    }

    private static void put(byte[] header, int offset, byte[] bytes, int from, int length) {
        System.arraycopy(bytes, from, header, offset, length);
    }
}
