package dev.s3logkit.common.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// A response body whose failures are [ObjectStoreException]s, and whose connection is dropped
/// instead of drained when much of it was not read.
final class CheckedBody extends FilterInputStream {

    /// Reading so much more costs less than a new connection.
    private static final long WORTH_DRAINING = 64 << 10;

    private final S3Uri uri;
    private final Runnable abort;
    private final RequestCounter counter;
    private final @Nullable BodyChecksum checksum;
    private long remaining;
    private boolean closed;

    /// @param length bytes that were announced
    /// @param checksum null when there is nothing to check the bytes against
    /// @param abort drops the connection
    CheckedBody(
            S3Uri uri,
            InputStream body,
            long length,
            @Nullable BodyChecksum checksum,
            Runnable abort,
            RequestCounter counter) {
        super(body);
        this.uri = uri;
        this.abort = abort;
        this.remaining = length;
        this.checksum = checksum;
        this.counter = counter;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        int n;
        try {
            n = in.read(b, off, len);
        } catch (ObjectStoreException e) {
            drop();
            throw e;
        } catch (IOException e) {
            drop();
            throw Thread.currentThread().isInterrupted()
                    ? Interruption.of(uri, "GET", e)
                    : new ObjectStoreException(
                            uri,
                            "GET",
                            "the body broke off with %d bytes missing: %s"
                                    .formatted(remaining, e.getMessage()),
                            e);
        }
        if (n > 0) {
            remaining -= n;
            counter.bytesRead.add(n);
            if (checksum != null) {
                checksum.update(b, off, n);
            }
        }
        if (n < 0 && checksum != null && remaining == 0) {
            checksum.check(uri);
        }
        return n;
    }

    /// Reads what is skipped, because the checksum is taken over every byte.
    @Override
    public long skip(long n) throws IOException {
        byte[] ignored = new byte[(int) Math.min(8192, Math.max(0, n))];
        long skipped = 0;
        while (skipped < n) {
            int read = read(ignored, 0, (int) Math.min(ignored.length, n - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (remaining > WORTH_DRAINING) {
            drop();
            return;
        }
        try {
            in.skipNBytes(Math.max(0, remaining));
            in.close();
        } catch (IOException e) {
            // Everything that was wanted has been read and checked; only the connection is lost.
            drop();
        }
    }

    private void drop() {
        closed = true;
        abort.run();
    }
}
