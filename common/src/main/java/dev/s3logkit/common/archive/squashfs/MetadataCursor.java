package dev.s3logkit.common.archive.squashfs;

import dev.s3logkit.common.CorruptedInputException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads values of a table one behind the other, over the borders of its blocks.
final class MetadataCursor {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final MetadataTable table;
    private final byte[] scratch = new byte[Long.BYTES];
    private long position;
    private MetadataBlock block;
    private int at;

    /// @param position of a block's header
    /// @param offset in the unpacked block
    MetadataCursor(MetadataTable table, long position, int offset) throws IOException {
        this.table = table;
        this.position = position;
        block = table.block(position);
        if (offset > block.bytes().length) {
            throw damaged(
                    "offset %d in a block of %d bytes".formatted(offset, block.bytes().length));
        }
        at = offset;
    }

    /// Of the current block's header in the image.
    long position() {
        return position;
    }

    /// In the current block, unpacked.
    int offset() {
        return at;
    }

    int u16() throws IOException {
        return s16() & 0xffff;
    }

    short s16() throws IOException {
        byte[] bytes = block.bytes();
        if (bytes.length - at >= Short.BYTES) {
            at += Short.BYTES;
            return (short) SHORT.get(bytes, at - Short.BYTES);
        }
        read(scratch, 0, Short.BYTES);
        return (short) SHORT.get(scratch, 0);
    }

    int s32() throws IOException {
        byte[] bytes = block.bytes();
        if (bytes.length - at >= Integer.BYTES) {
            at += Integer.BYTES;
            return (int) INT.get(bytes, at - Integer.BYTES);
        }
        read(scratch, 0, Integer.BYTES);
        return (int) INT.get(scratch, 0);
    }

    long u32() throws IOException {
        return s32() & 0xffff_ffffL;
    }

    long s64() throws IOException {
        byte[] bytes = block.bytes();
        if (bytes.length - at >= Long.BYTES) {
            at += Long.BYTES;
            return (long) LONG.get(bytes, at - Long.BYTES);
        }
        read(scratch, 0, Long.BYTES);
        return (long) LONG.get(scratch, 0);
    }

    void read(byte[] into, int start, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int n = available(length - done);
            System.arraycopy(block.bytes(), at, into, start + done, n);
            at += n;
            done += n;
        }
    }

    void skip(int length) throws IOException {
        int left = length;
        while (left > 0) {
            int n = available(left);
            at += n;
            left -= n;
        }
    }

    CorruptedInputException damaged(String problem) {
        return table.blocks().image().damaged(table.what() + " table: " + problem, position);
    }

    /// How many of `wanted` bytes the current block has; goes on to the next one when it has none.
    private int available(int wanted) throws IOException {
        if (at == block.bytes().length) {
            position = block.next();
            block = table.block(position);
            at = 0;
        }
        return Math.min(wanted, block.bytes().length - at);
    }
}
