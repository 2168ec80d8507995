package dev.s3logkit.common.archive;

import dev.s3logkit.common.CorruptedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Inflates in Java, by tables that give two literals at a time where their codes are short. Once
/// compiled it takes about half of the time that the JDK's zlib does, before that a good deal more.
final class TableInput extends DeflatedInput {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long BYTES = 0x0101_0101_0101_0101L;

    private static final int INPUT = 64 << 10;

    /// One step reads eight bytes at two places, the second one up to seven behind the first.
    private static final int STEP = 16;

    /// Zeros behind the end of the input: steps may read them, and then find that they did.
    private static final int PADDING = 4 * STEP;

    /// Bytes before the next one that are kept, for the bits that are held may be given back.
    private static final int KEPT = Long.BYTES;

    /// The longest distance.
    private static final int WINDOW = 32 << 10;

    private static final int CHUNK = 128 << 10;

    /// Bytes of a match that are copied without looking whether it has so many.
    private static final int AT_ONCE = 3 * Long.BYTES;

    /// What one step may write behind the end: literals, the longest match, and words too many.
    private static final int SLACK = 8 + 258 + AT_ONCE + Long.BYTES;

    private static final int LITERAL_MASK = (1 << HuffmanTables.LITERAL_BITS) - 1;
    private static final int DISTANCE_MASK = (1 << HuffmanTables.DISTANCE_BITS) - 1;

    private static final int MAX_LITERALS = 286;
    private static final int MAX_DISTANCES = 30;
    private static final int END_OF_BLOCK = 256;
    private static final byte[] LENGTH_CODE_ORDER = {
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
    };

    private enum State {
        HEADER,
        STORED,
        CODES,
        DONE
    }

    private final byte[] input = new byte[INPUT + PADDING];
    private final byte[] output = new byte[WINDOW + CHUNK + SLACK];
    private final HuffmanTables own = new HuffmanTables();
    private final byte[] lengths = new byte[MAX_LITERALS + MAX_DISTANCES];
    private HuffmanTables tables = own;

    /// The next byte of the input is at `at`; of those before, `bitCount` bits are in `bits`, and
    /// perhaps more above them that are read again.
    private int at = KEPT;

    private int end = KEPT;
    private boolean ended;
    private long bits;
    private int bitCount;

    /// Position in the input of the byte at index 0.
    private long base = -KEPT;

    private State state = State.DONE;
    private boolean lastBlock;
    private int storedLeft;

    /// What is written in `output`, and what of it was handed out.
    private int produced;

    private int taken;
    private long written;

    TableInput(InputStream in, String name) {
        super(in, name);
    }

    @Override
    int readByte() throws IOException {
        if (at == end) {
            fill();
        }
        return at == end ? -1 : input[at++] & 0xff;
    }

    @Override
    long offset() {
        return base + at - (bitCount >>> 3);
    }

    @Override
    void start() {
        state = State.HEADER;
        lastBlock = false;
        produced = 0;
        taken = 0;
        written = 0;
    }

    @Override
    long written() {
        return written;
    }

    @Override
    int inflate(byte[] b, int off, int len) throws IOException {
        while (taken == produced) {
            if (state == State.DONE) {
                return -1;
            }
            produce();
        }
        int n = Math.min(len, produced - taken);
        System.arraycopy(output, taken, b, off, n);
        taken += n;
        written += n;
        return n;
    }

    /// Goes on until the output is full or the stream ends.
    private void produce() throws IOException {
        if (produced >= WINDOW + CHUNK) {
            System.arraycopy(output, produced - WINDOW, output, 0, WINDOW);
            produced = WINDOW;
            taken = WINDOW;
        }
        while (produced < WINDOW + CHUNK && state != State.DONE) {
            switch (state) {
                case HEADER -> header();
                case STORED -> stored();
                case CODES -> codes();
                case DONE -> throw new IllegalStateException();
            }
        }
        if (isOverrun()) {
            throw endsIn("a member");
        }
    }

    private void header() throws IOException {
        lastBlock = take(1) == 1;
        int type = take(2);
        switch (type) {
            case 0 -> {
                align();
                int length = take(16);
                if (take(16) != (~length & 0xffff)) {
                    throw bad("invalid stored block lengths");
                }
                align();
                storedLeft = length;
                state = State.STORED;
            }
            case 1 -> {
                tables = HuffmanTables.ofFixedCodes();
                state = State.CODES;
            }
            case 2 -> {
                codeLengths();
                state = State.CODES;
            }
            default -> throw bad("invalid block type");
        }
    }

    private void codeLengths() throws IOException {
        int literals = 257 + take(5);
        int distances = 1 + take(5);
        int lengthCodes = 4 + take(4);
        if (literals > MAX_LITERALS || distances > MAX_DISTANCES) {
            throw bad("too many length or distance symbols");
        }
        Arrays.fill(lengths, 0, LENGTH_CODE_ORDER.length, (byte) 0);
        for (int i = 0; i < lengthCodes; i++) {
            lengths[LENGTH_CODE_ORDER[i]] = (byte) take(3);
        }
        if (!own.fillLengthCodes(lengths)) {
            throw bad("invalid code lengths set");
        }
        int count = literals + distances;
        for (int i = 0; i < count; ) {
            need(7);
            int entry = own.lengthCode(bits);
            take(entry & 63);
            int symbol = entry >>> 16;
            if (symbol < 16) {
                lengths[i++] = (byte) symbol;
                continue;
            }
            if (symbol == 16 && i == 0) {
                throw bad("invalid bit length repeat");
            }
            byte repeated = symbol == 16 ? lengths[i - 1] : 0;
            int times =
                    switch (symbol) {
                        case 16 -> 3 + take(2);
                        case 17 -> 3 + take(3);
                        default -> 11 + take(7);
                    };
            if (times > count - i) {
                throw bad("invalid bit length repeat");
            }
            Arrays.fill(lengths, i, i + times, repeated);
            i += times;
        }
        if (lengths[END_OF_BLOCK] == 0) {
            throw bad("missing end of block");
        }
        if (!own.fill(lengths, literals, distances)) {
            throw bad("invalid literal, length or distance codes");
        }
        tables = own;
    }

    private void stored() throws IOException {
        while (storedLeft > 0 && produced < WINDOW + CHUNK) {
            if (at >= end) {
                fill();
            }
            if (at >= end) {
                throw endsIn("a member");
            }
            int n = Math.min(storedLeft, Math.min(end - at, WINDOW + CHUNK - produced));
            System.arraycopy(input, at, output, produced, n);
            at += n;
            produced += n;
            storedLeft -= n;
        }
        if (storedLeft == 0) {
            endBlock();
        }
    }

    private void endBlock() throws IOException {
        state = State.HEADER;
        if (lastBlock) {
            if (isOverrun()) {
                throw endsIn("a member");
            }
            align();
            state = State.DONE;
        }
    }

    /// Literals and matches until the output is full or the block ends.
    private void codes() throws IOException {
        byte[] from = input;
        byte[] to = output;
        int[] literals = tables.literals;
        int[] distances = tables.distances;
        long word = bits;
        int count = bitCount;
        int i = at;
        int o = produced;
        int safe = safe();
        while (o < WINDOW + CHUNK) {
            if (i > safe) {
                save(word, count, i, o);
                fill();
                i = at;
                safe = safe();
                if (i > safe) {
                    throw endsIn("a member");
                }
            }
            word |= (long) LONG.get(from, i) << count;
            i += (63 - count) >>> 3;
            count |= 56;
            int entry = literals[(int) word & LITERAL_MASK];
            if (entry < 0) {
                SHORT.set(to, o, (short) (entry >>> 8));
                o += entry >>> 24 & 3;
                word >>>= entry;
                count -= entry & 63;
                entry = literals[(int) word & LITERAL_MASK];
                if (entry < 0) {
                    SHORT.set(to, o, (short) (entry >>> 8));
                    o += entry >>> 24 & 3;
                    word >>>= entry;
                    count -= entry & 63;
                    entry = literals[(int) word & LITERAL_MASK];
                    if (entry < 0) {
                        SHORT.set(to, o, (short) (entry >>> 8));
                        o += entry >>> 24 & 3;
                        word >>>= entry;
                        count -= entry & 63;
                        continue;
                    }
                }
            }
            if ((entry & HuffmanTables.EXCEPTION) != 0) {
                if ((entry & HuffmanTables.LONGER) != 0) {
                    int second = (int) (word >>> HuffmanTables.LITERAL_BITS);
                    entry = literals[(entry >>> 8 & 0xffff) + (second & (1 << entry) - 1)];
                }
                if (entry < 0) {
                    to[o++] = (byte) (entry >>> 8);
                    word >>>= entry;
                    count -= entry & 63;
                    continue;
                }
                if ((entry & HuffmanTables.EXCEPTION) != 0) {
                    boolean last = (entry & HuffmanTables.END) != 0;
                    save(last ? word >>> entry : word, count - (last ? entry & 63 : 0), i, o);
                    if (!last) {
                        throw bad("invalid literal or length code");
                    }
                    endBlock();
                    return;
                }
            }
            // 22 bits are taken at most, and a length takes 20.
            int length = (entry >>> 16) + extra(word, entry);
            word >>>= entry;
            count -= entry & 63;
            word |= (long) LONG.get(from, i) << count;
            i += (63 - count) >>> 3;
            count |= 56;
            entry = distances[(int) word & DISTANCE_MASK];
            if (entry < 0) {
                if ((entry & HuffmanTables.DISTANCE_LONGER) != 0) {
                    int second = (int) (word >>> HuffmanTables.DISTANCE_BITS);
                    entry = distances[(entry >>> 8 & 0xffff) + (second & (1 << entry) - 1)];
                }
                if (entry < 0) {
                    save(word, count, i, o);
                    throw bad("invalid distance code");
                }
            }
            int distance = (entry >>> 16) + extra(word, entry);
            word >>>= entry;
            count -= entry & 63;
            if (distance > o) {
                save(word, count, i, o);
                throw bad("invalid distance too far back");
            }
            copy(to, o, distance, length);
            o += length;
        }
        save(word, count, i, o);
    }

    /// The bits of an entry behind its code.
    private static int extra(long word, int entry) {
        return (int) ((word & ~(-1L << entry)) >>> (entry >>> 8 & 15));
    }

    private static void copy(byte[] b, int start, int distance, int length) {
        int to = start;
        int from = start - distance;
        int stop = start + length;
        if (distance >= Long.BYTES) {
            // Most matches end here, and which ones do is hard to foresee.
            LONG.set(b, to, (long) LONG.get(b, from));
            LONG.set(b, to + 8, (long) LONG.get(b, from + 8));
            LONG.set(b, to + 16, (long) LONG.get(b, from + 16));
            to += AT_ONCE;
            from += AT_ONCE;
            while (to < stop) {
                LONG.set(b, to, (long) LONG.get(b, from));
                to += Long.BYTES;
                from += Long.BYTES;
            }
        } else if (distance == 1) {
            long same = (b[from] & 0xff) * BYTES;
            while (to < stop) {
                LONG.set(b, to, same);
                to += Long.BYTES;
            }
        } else {
            while (to < stop) {
                b[to++] = b[from++];
            }
        }
    }

    private void save(long word, int count, int i, int o) {
        bits = word;
        bitCount = count;
        at = i;
        produced = o;
    }

    /// The last place at which a step may start.
    private int safe() {
        return end + (ended ? PADDING : 0) - STEP;
    }

    /// Whether more bits were taken than there are.
    private boolean isOverrun() {
        return at - (bitCount >>> 3) > end;
    }

    private int take(int count) throws IOException {
        need(count);
        int value = (int) (bits & ~(-1L << count));
        bits >>>= count;
        bitCount -= count;
        return value;
    }

    private void need(int count) throws IOException {
        if (bitCount >= count) {
            return;
        }
        if (at > safe()) {
            fill();
            if (at > safe()) {
                throw endsIn("a member");
            }
        }
        bits |= (long) LONG.get(input, at) << bitCount;
        at += (63 - bitCount) >>> 3;
        bitCount |= 56;
    }

    /// Gives back whole bytes, and drops the rest of the one at hand.
    private void align() {
        at -= bitCount >>> 3;
        bits = 0;
        bitCount = 0;
    }

    /// Reads until a step can be made, or the input ends.
    private void fill() throws IOException {
        if (ended) {
            return;
        }
        int gone = at - KEPT;
        System.arraycopy(input, gone, input, 0, end - gone);
        base += gone;
        at = KEPT;
        end -= gone;
        while (end - at < STEP && !ended) {
            int n = in.read(input, end, INPUT - end);
            if (n <= 0) {
                ended = true;
                Arrays.fill(input, end, end + PADDING, (byte) 0);
            } else {
                end += n;
            }
        }
    }

    private CorruptedInputException bad(String problem) {
        return isOverrun() ? endsIn("a member") : damaged("bad deflated data: " + problem);
    }
}
