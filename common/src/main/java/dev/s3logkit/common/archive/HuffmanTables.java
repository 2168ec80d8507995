package dev.s3logkit.common.archive;

import java.util.Arrays;

/// Tables that tell what the next bits of a deflate stream mean (RFC 1951, 3.2): one look-up by as
/// many bits as most codes have, a second one for longer codes. Filled again for each block.
///
/// An entry is an `int`. Its lowest six bits say how many bits it takes, so that it can be used as
/// the distance of a shift as it is. The others:
///
/// ```text
/// literals    31: 1   24-25: how many, 1 or 2   16-23: the second one   8-15: the first one
/// length      16-24: base   8-11: bits of the code; the others it takes are added to the base
/// end         30, 29
/// longer      30, 28   8-23: where its table starts   0-5: bits that lead into it
/// invalid     30
/// ```
///
/// Those of distances are alike, but the highest bit stands for bit 30, and the base has 15 bits.
final class HuffmanTables {

    static final int LITERAL_BITS = 11;
    static final int DISTANCE_BITS = 8;

    static final int EXCEPTION = 1 << 30;
    static final int END = 1 << 29;
    static final int LONGER = 1 << 28;
    static final int DISTANCE_EXCEPTION = 1 << 31;
    static final int DISTANCE_LONGER = 1 << 30;

    private static final int LITERAL = 1 << 31;
    private static final int ONE = 1 << 24;
    private static final int TWO = 2 << 24;

    private static final int MAX_LENGTH = 15;
    private static final int LITERALS = 288;
    private static final int DISTANCES = 32;
    private static final int LENGTH_CODES = 19;
    private static final int LENGTH_CODE_BITS = 7;

    private static final int[] LITERAL_VALUES = literalValues();
    private static final int[] DISTANCE_VALUES = distanceValues();
    private static final int[] LENGTH_CODE_VALUES = lengthCodeValues();
    private static final HuffmanTables FIXED = fixed();

    /// The entries; what leads into a second table stands in the first `1 << LITERAL_BITS`. Half of
    /// all codes at most are longer than that, and a second table has two of them at least.
    final int[] literals =
            new int[(1 << LITERAL_BITS) + LITERALS / 2 * (1 << (MAX_LENGTH - LITERAL_BITS))];

    final int[] distances =
            new int[(1 << DISTANCE_BITS) + DISTANCES / 2 * (1 << (MAX_LENGTH - DISTANCE_BITS))];

    private final int[] lengthCodes = new int[1 << LENGTH_CODE_BITS];
    private final int[] counts = new int[MAX_LENGTH + 1];
    private final int[] starts = new int[MAX_LENGTH + 2];
    private final int[] sorted = new int[LITERALS];

    /// The tables of blocks that bring none.
    static HuffmanTables ofFixedCodes() {
        return FIXED;
    }

    /// Reads the lengths of codes that describe the lengths of the others.
    ///
    /// @param lengths of the codes of 0 to 18
    /// @return whether they are lengths of a code
    boolean fillLengthCodes(byte[] lengths) {
        return fill(
                lengthCodes, LENGTH_CODE_BITS, lengths, 0, LENGTH_CODES, LENGTH_CODE_VALUES, 0, 0);
    }

    /// The entry for these bits, with the symbol in bits 16 to 20.
    int lengthCode(long bits) {
        return lengthCodes[(int) bits & (1 << LENGTH_CODE_BITS) - 1];
    }

    /// Fills both tables.
    ///
    /// @param lengths of the codes of literals and lengths, and of the distances behind them
    /// @return whether they are lengths of codes
    boolean fill(byte[] lengths, int literalCount, int distanceCount) {
        boolean codes =
                fill(
                                literals,
                                LITERAL_BITS,
                                lengths,
                                0,
                                literalCount,
                                LITERAL_VALUES,
                                EXCEPTION,
                                EXCEPTION | LONGER)
                        && fill(
                                distances,
                                DISTANCE_BITS,
                                lengths,
                                literalCount,
                                distanceCount,
                                DISTANCE_VALUES,
                                DISTANCE_EXCEPTION,
                                DISTANCE_EXCEPTION | DISTANCE_LONGER);
        if (codes) {
            pairLiterals();
        }
        return codes;
    }

    /// Joins two literals to one entry where their codes are short enough. Goes down, because what
    /// follows a code stands at a lower index, and is to be found as it was.
    private void pairLiterals() {
        for (int i = (1 << LITERAL_BITS) - 1; i >= 0; i--) {
            int first = literals[i];
            if (first >= 0) {
                continue;
            }
            int second = literals[i >>> first];
            int bits = (first & 63) + (second & 63);
            if (second < 0 && bits <= LITERAL_BITS) {
                literals[i] = LITERAL | TWO | (second & 0xff00) << 8 | (first & 0xff00) | bits;
            }
        }
    }

    /// @param longer 0 for a table whose codes all fit, in which an incomplete code is wrong, too
    private boolean fill(
            int[] table,
            int tableBits,
            byte[] lengths,
            int from,
            int count,
            int[] values,
            int invalid,
            int longer) {
        Arrays.fill(counts, 0);
        for (int i = from; i < from + count; i++) {
            counts[lengths[i]]++;
        }
        int max = MAX_LENGTH;
        while (max > 0 && counts[max] == 0) {
            max--;
        }
        int free = 1;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            free = 2 * free - counts[length];
            if (free < 0) {
                return false;
            }
        }
        // As zlib has it: one code of one bit, or none, may leave others free.
        if (free > 0 && (longer == 0 || max > 1)) {
            return false;
        }
        if (free > 0) {
            Arrays.fill(table, 0, 1 << tableBits, invalid);
        }
        starts[1] = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            starts[length + 1] = starts[length] + counts[length];
        }
        int used = starts[MAX_LENGTH + 1];
        for (int i = 0; i < count; i++) {
            int length = lengths[from + i];
            if (length > 0) {
                sorted[starts[length]++] = i;
            }
        }
        place(table, tableBits, lengths, from, used, max, values, longer);
        return true;
    }

    /// Gives each symbol its code, the shorter ones first, and writes it to all places whose lowest
    /// bits are the code.
    private void place(
            int[] table,
            int tableBits,
            byte[] lengths,
            int from,
            int used,
            int max,
            int[] values,
            int longer) {
        int secondBits = Math.max(0, max - tableBits);
        int end = 1 << tableBits;
        int prefix = -1;
        int second = 0;
        int code = 0;
        int before = 0;
        for (int i = 0; i < used; i++) {
            int symbol = sorted[i];
            int length = lengths[from + symbol];
            code <<= length - before;
            before = length;
            int reversed = Integer.reverse(code++) >>> -length;
            int value = values[symbol] + (length << 8 & ~(values[symbol] >> 31)) + length;
            if (length <= tableBits) {
                for (int at = reversed; at < 1 << tableBits; at += 1 << length) {
                    table[at] = value;
                }
                continue;
            }
            if ((reversed & (1 << tableBits) - 1) != prefix) {
                prefix = reversed & (1 << tableBits) - 1;
                second = end;
                end += 1 << secondBits;
                table[prefix] = longer | second << 8 | secondBits;
            }
            for (int at = reversed >>> tableBits;
                    at < 1 << secondBits;
                    at += 1 << (length - tableBits)) {
                table[second + at] = value;
            }
        }
    }

    /// Values of the symbols without the bits of their codes. A negative one does not need to know
    /// them apart from those it takes.
    private static int[] literalValues() {
        int[] values = new int[LITERALS];
        for (int i = 0; i < 256; i++) {
            values[i] = LITERAL | ONE | i << 8;
        }
        // The bits of the code, in bits 8 to 11, mean nothing here.
        values[256] = EXCEPTION | END;
        int base = 3;
        for (int i = 257; i < 285; i++) {
            int extra = Math.max(0, (i - 257) / 4 - 1);
            values[i] = base << 16 | extra;
            base += 1 << extra;
        }
        values[285] = 258 << 16;
        values[286] = EXCEPTION;
        values[287] = EXCEPTION;
        return values;
    }

    private static int[] distanceValues() {
        int[] values = new int[DISTANCES];
        int base = 1;
        for (int i = 0; i < 30; i++) {
            int extra = Math.max(0, i / 2 - 1);
            values[i] = base << 16 | extra;
            base += 1 << extra;
        }
        values[30] = DISTANCE_EXCEPTION;
        values[31] = DISTANCE_EXCEPTION;
        return values;
    }

    private static int[] lengthCodeValues() {
        int[] values = new int[LENGTH_CODES];
        for (int i = 0; i < LENGTH_CODES; i++) {
            values[i] = i << 16;
        }
        return values;
    }

    private static HuffmanTables fixed() {
        byte[] lengths = new byte[LITERALS + DISTANCES];
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, 288, (byte) 8);
        Arrays.fill(lengths, 288, 320, (byte) 5);
        HuffmanTables tables = new HuffmanTables();
        if (!tables.fill(lengths, LITERALS, DISTANCES)) {
            throw new IllegalStateException("the fixed codes are no codes");
        }
        return tables;
    }
}
