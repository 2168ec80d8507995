package dev.s3logkit.local.logs;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/// Recognises gzip and zstd by their first bytes, which no log line starts with.
final class Decompression {

    private static final int BUFFER = 1 << 16;
    private static final int MAGIC_BYTES = 4;

    private Decompression() {}

    /// The content of `in`, decompressed if need be. Gzip may have several members, zstd several
    /// frames.
    static InputStream of(InputStream in) throws IOException {
        PushbackInputStream start = new PushbackInputStream(in, MAGIC_BYTES);
        byte[] magic = new byte[MAGIC_BYTES];
        int read = start.readNBytes(magic, 0, MAGIC_BYTES);
        start.unread(magic, 0, read);
        if (read >= 2 && magic[0] == 0x1F && (magic[1] & 0xFF) == 0x8B) {
            return new GZIPInputStream(new Members(start), BUFFER);
        }
        boolean zstd =
                read == MAGIC_BYTES
                        && magic[0] == 0x28
                        && (magic[1] & 0xFF) == 0xB5
                        && magic[2] == 0x2F
                        && (magic[3] & 0xFF) == 0xFD;
        return zstd
                ? new ZstdInputStreamNoFinalizer(new BufferedInputStream(start, BUFFER))
                : start;
    }

    /// [GZIPInputStream] takes a member for the last one when `available` is 0, which on a pipe
    /// only says that the next one has not arrived yet: wait for a byte or the end.
    private static final class Members extends BufferedInputStream {

        Members(InputStream in) {
            super(in, BUFFER);
        }

        @Override
        public synchronized int available() throws IOException {
            mark(1);
            int next = read();
            reset();
            return next < 0 ? 0 : Math.max(1, super.available());
        }
    }
}
