package dev.s3logkit.common.archive.tar;

import static dev.s3logkit.common.archive.tar.TarConstants.BLOCK;
import static dev.s3logkit.common.archive.tar.TarConstants.CHKSUM;
import static dev.s3logkit.common.archive.tar.TarConstants.CHKSUM_SIZE;
import static dev.s3logkit.common.archive.tar.TarConstants.MAGIC;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.s3logkit.common.archive.EntryName;

/// One header block, its fields read when they are asked for.
final class TarHeader {

    private final byte[] block;

    /// @param block of 512 bytes, which this header keeps
    TarHeader(byte[] block) {
        this.block = block;
    }

    boolean isZero() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    boolean hasMagic() {
        return startsAt(MAGIC, TarConstants.POSIX_MAGIC) || startsAt(MAGIC, TarConstants.GNU_MAGIC);
    }

    /// Whether the checksum is right as a sum of unsigned bytes or, as some old tars took it, of
    /// signed ones.
    boolean hasValidChecksum() {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            byte b = i >= CHKSUM && i < CHKSUM + CHKSUM_SIZE ? (byte) ' ' : block[i];
            unsigned += b & 0xff;
            signed += b;
        }
        try {
            long stored = TarNumber.parse(block, CHKSUM, CHKSUM_SIZE);
            return stored == unsigned || stored == signed;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    char typeflag() {
        return (char) (block[TarConstants.TYPEFLAG] & 0xff);
    }

    /// The name with the prefix before it.
    String name() {
        String name = text(TarConstants.NAME, TarConstants.NAME_SIZE);
        if (!startsAt(MAGIC, TarConstants.POSIX_MAGIC)) {
            return name;
        }
        String prefix = text(TarConstants.PREFIX, TarConstants.PREFIX_SIZE);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String linkName() {
        return text(TarConstants.LINKNAME, TarConstants.LINKNAME_SIZE);
    }

    /// @throws NumberFormatException when the field holds no number
    long size() {
        return TarNumber.parse(block, TarConstants.SIZE, TarConstants.NUMBER_SIZE);
    }

    /// @throws NumberFormatException when the field holds no number
    long mtime() {
        return TarNumber.parse(block, TarConstants.MTIME, TarConstants.NUMBER_SIZE);
    }

    /// The lower twelve bits of the mode; none where the field holds no number, since readers do
    /// without it.
    int permissions() {
        return (int) Math.max(0, numberOrNone(TarConstants.MODE)) & 07777;
    }

    /// Number of the user, or -1 where the field holds none.
    long owner() {
        return numberOrNone(TarConstants.UID);
    }

    /// Number of the group, or -1 where the field holds none.
    long group() {
        return numberOrNone(TarConstants.GID);
    }

    private long numberOrNone(int offset) {
        try {
            return Math.max(-1, TarNumber.parse(block, offset, TarConstants.ID_SIZE));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private String text(int offset, int size) {
        return upToNul(block, offset, size);
    }

    static String upToNul(byte[] bytes, int offset, int size) {
        int length = 0;
        while (length < size && bytes[offset + length] != 0) {
            length++;
        }
        return EntryName.toText(bytes, offset, length);
    }

    private boolean startsAt(int offset, String text) {
        return text.equals(new String(block, offset, text.length(), ISO_8859_1));
    }
}
