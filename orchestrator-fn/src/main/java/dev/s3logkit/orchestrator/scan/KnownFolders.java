package dev.s3logkit.orchestrator.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/// Remembers the group of folders whose objects all belong to one, by the folder as an inventory
/// has it, encoded. A day's objects lie in few folders, so most keys need not be decoded. Not safe
/// for use by several threads.
final class KnownFolders {

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_BITS = ~HIGH_BITS;
    private static final long SLASHES = '/' * ONES;

    /// Characters below mean something in encoded keys, in quoted fields or in manifests, or are
    /// rare: control characters, space, `"`, `%`, `+`.
    private static final long LOWEST = '-' * ONES;

    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;
    private static final int PLACE_BITS = 15;
    private static final int PLACES = 1 << PLACE_BITS;

    /// Places where a folder may be: its own and those behind it.
    private static final int PROBES = 8;

    private static final int MIN_FOLDER = Long.BYTES;

    /// Bounds memory; folders of logs are shorter.
    private static final int MAX_FOLDER = 256;

    /// Not even encoded is a longer one a key.
    private static final int MAX_KEY = 1 << 10;

    private static final int UNKNOWN = -1;
    private static final byte DELETE = 127;

    /// Each where its hash says, or behind that where it is taken; null where there is none.
    private final byte[][] folders = new byte[PLACES][];

    private final int[] groups = new int[PLACES];

    /// What was looked for last.
    private byte[] lastKey = new byte[0];

    private int lastFrom;
    private int lastTo;

    /// Where the folder belongs that was looked for last and is not known.
    private int free = UNKNOWN;

    /// The group of a key, or -1.
    ///
    /// @param key holds an encoded key in `[from, to)`
    int find(byte[] key, int from, int to) {
        free = UNKNOWN;
        int end = to - from > MAX_KEY ? UNKNOWN : folderEnd(key, from, to);
        if (end - from < MIN_FOLDER || end - from > MAX_FOLDER) {
            return UNKNOWN;
        }
        lastKey = key;
        lastFrom = from;
        lastTo = end;
        int own = place(key, from, end);
        for (int i = own; i < own + PROBES; i++) {
            byte[] folder = folders[i & (PLACES - 1)];
            if (folder == null) {
                free = i & (PLACES - 1);
                return UNKNOWN;
            }
            if (Arrays.equals(folder, 0, folder.length, key, from, end)) {
                return groups[i & (PLACES - 1)];
            }
        }
        free = own;
        return UNKNOWN;
    }

    /// Remembers the group of the folder of the key that was looked for last, unless its name has
    /// something that needs a closer look.
    ///
    /// @param group that of every object in that folder whose name is like that
    void learn(int group) {
        if (free != UNKNOWN) {
            folders[free] = Arrays.copyOfRange(lastKey, lastFrom, lastTo);
            groups[free] = group;
        }
    }

    /// Where the name behind the last slash starts, or -1 when there is none, or something in it
    /// needs a closer look.
    private static int folderEnd(byte[] key, int from, int to) {
        boolean plain = true;
        for (int at = to - Long.BYTES; at >= from; at -= Long.BYTES) {
            long word = (long) WORD.get(key, at);
            long odd = odd(word);
            long other = word ^ SLASHES;
            long slash = ~(((other & LOW_BITS) + LOW_BITS) | other | LOW_BITS);
            if (slash == 0) {
                plain &= odd == 0;
                continue;
            }
            int last = Long.SIZE - 1 - Long.numberOfLeadingZeros(slash);
            int name = at + (last >>> 3) + 1;
            plain &= (odd & -2L << last) == 0;
            return name < to && (plain || isHarmless(key, name, to)) ? name : UNKNOWN;
        }
        return UNKNOWN;
    }

    /// Whether a name has nothing but printable ASCII, encoded or not, and no slash.
    private static boolean isHarmless(byte[] key, int from, int to) {
        int at = from;
        while (at < to) {
            long odd = at <= to - Long.BYTES ? odd((long) WORD.get(key, at)) : HIGH_BITS;
            if (odd == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Long.numberOfTrailingZeros(odd) >>> 3;
            byte c = key[at];
            if (c == '%') {
                c = at + 2 < to ? decoded(key[at + 1], key[at + 2]) : 0;
                at += 2;
            }
            at++;
            if (c < ' ' || c == '"' || c == '/' || c == DELETE) {
                return false;
            }
        }
        return true;
    }

    /// High bits of bytes that are too low or too high, and perhaps of others above such a one.
    private static long odd(long word) {
        return (((word - LOWEST) & ~word) | word) & HIGH_BITS;
    }

    /// The byte of two hex digits, or 0.
    private static byte decoded(byte high, byte low) {
        return HexFormat.isHexDigit(high) && HexFormat.isHexDigit(low)
                ? (byte) (HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low))
                : 0;
    }

    private static int place(byte[] key, int from, int to) {
        // Two sums, so that one multiplication need not wait for the other.
        long even = 0;
        long odd = 0;
        int at = from;
        for (; at <= to - 2 * Long.BYTES; at += 2 * Long.BYTES) {
            even = (even ^ (long) WORD.get(key, at)) * FACTOR;
            odd = (odd ^ (long) WORD.get(key, at + Long.BYTES)) * FACTOR;
            even ^= even >>> 32;
            odd ^= odd >>> 32;
        }
        long middle = (long) WORD.get(key, Math.min(at, to - Long.BYTES));
        long hash = (even ^ middle) * FACTOR ^ odd ^ (long) WORD.get(key, to - Long.BYTES);
        hash ^= hash >>> 32;
        return (int) ((hash * FACTOR) >>> -PLACE_BITS);
    }
}
