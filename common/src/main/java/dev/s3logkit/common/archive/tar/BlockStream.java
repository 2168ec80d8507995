package dev.s3logkit.common.archive.tar;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.io.BoundedInput;
import dev.s3logkit.common.io.BulkInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// What neighbouring blocks hold, each decompressed for itself: one that is damaged, or holds
/// another number of bytes than the table says, is a [CorruptedInputException].
final class BlockStream extends BulkInputStream {

    private final InputStream stored;
    private final TableHead head;
    private final String name;
    private final int end;
    private int next;
    private @Nullable InputStream block;
    private long left;

    /// @param stored the bytes of the blocks from `first` to `last`, and no more; closed with this
    BlockStream(InputStream stored, TableHead head, int first, int last, String name) {
        this.stored = stored;
        this.head = head;
        this.name = name;
        this.next = first;
        this.end = last + 1;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (len == 0) {
            return 0;
        }
        for (; ; ) {
            if (block == null) {
                if (next == end) {
                    requireEnd();
                    return -1;
                }
                block = start();
            }
            int n = left == 0 ? -1 : block.read(b, off, (int) Math.min(len, left));
            if (n > 0) {
                left -= n;
                return n;
            }
            finish(block);
            block = null;
        }
    }

    @Override
    public void close() throws IOException {
        try (stored) {
            if (block != null) {
                block.close();
            }
        }
    }

    private InputStream start() throws IOException {
        BlockTable blocks = head.table().blocks();
        left = blocks.rawEnd(next) - blocks.rawStart(next);
        InputStream bytes =
                new BoundedInput(stored, blocks.storedEnd(next) - blocks.storedStart(next));
        return head.format().decompress(bytes, where());
    }

    private void finish(InputStream finished) throws IOException {
        // Its checksum is compared at its end.
        if (left > 0 || finished.read() >= 0) {
            throw damaged("holds %s bytes than its table of contents says", left > 0);
        }
        finished.close();
        next++;
    }

    private void requireEnd() throws IOException {
        if (stored.read() >= 0) {
            throw new CorruptedInputException(
                    name + ": goes on after its last block",
                    head.length() + head.table().blocks().storedEnd(end - 1));
        }
    }

    private CorruptedInputException damaged(String problem, boolean fewer) {
        return new CorruptedInputException(
                where() + ": " + problem.formatted(fewer ? "fewer" : "more"), -1);
    }

    private String where() {
        long offset = head.length() + head.table().blocks().storedStart(next);
        return "%s: block at offset %d".formatted(name, offset);
    }
}
