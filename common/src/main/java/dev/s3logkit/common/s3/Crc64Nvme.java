package dev.s3logkit.common.s3;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/// CRC-64/NVME: the checksum that S3 takes of objects that came without one, access logs among
/// them. The SDK checks it only with a native library.
///
/// Parameters: width 64, polynomial 0xad93d23594c93659, reflected, initial value and final XOR all
/// ones (NVM Express NVM Command Set Specification, "64b CRC").
final class Crc64Nvme implements Checksum {

    /// The polynomial with its bits reversed.
    private static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L;

    /// Bytes that one step takes; one table for each place of a byte in a step.
    private static final int STEP = 8;

    private static final long[] TABLES = tables();

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long inverted = -1;

    private static long[] tables() {
        long[] tables = new long[STEP * 256];
        for (int b = 0; b < 256; b++) {
            long crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
            }
            tables[b] = crc;
        }
        for (int i = 256; i < tables.length; i++) {
            long before = tables[i - 256];
            tables[i] = tables[(int) (before & 0xff)] ^ (before >>> 8);
        }
        return tables;
    }

    @Override
    public void update(int b) {
        inverted = TABLES[(int) ((inverted ^ b) & 0xff)] ^ (inverted >>> 8);
    }

    /// Slicing by eight: the tables of all bytes of a step are independent of each other.
    @Override
    public void update(byte[] b, int off, int len) {
        int at = off;
        int end = off + len;
        long[] t = TABLES;
        long crc = inverted;
        for (; at <= end - STEP; at += STEP) {
            long x = crc ^ (long) LONG.get(b, at);
            crc =
                    t[0x700 + (int) (x & 0xff)]
                            ^ t[0x600 + (int) (x >>> 8 & 0xff)]
                            ^ t[0x500 + (int) (x >>> 16 & 0xff)]
                            ^ t[0x400 + (int) (x >>> 24 & 0xff)]
                            ^ t[0x300 + (int) (x >>> 32 & 0xff)]
                            ^ t[0x200 + (int) (x >>> 40 & 0xff)]
                            ^ t[0x100 + (int) (x >>> 48 & 0xff)]
                            ^ t[(int) (x >>> 56)];
        }
        inverted = crc;
        for (; at < end; at++) {
            update(b[at]);
        }
    }

    @Override
    public long getValue() {
        return ~inverted;
    }

    @Override
    public void reset() {
        inverted = -1;
    }
}
