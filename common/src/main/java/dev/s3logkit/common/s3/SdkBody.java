package dev.s3logkit.common.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// A response body whose failures are [ObjectStoreException]s, and whose connection is dropped
/// instead of drained when much of it was not read.
final class SdkBody extends FilterInputStream {

    /// Reading so much more costs less than a new connection.
    private static final long WORTH_DRAINING = 64 << 10;

    private final S3Uri uri;
    private final ResponseInputStream<GetObjectResponse> response;
    private final RequestCounter counter;
    private final @Nullable String expectedCrc;
    private final Crc64Nvme crc = new Crc64Nvme();
    private long remaining;
    private boolean closed;

    /// @param expectedCrc the CRC64NVME of the body in Base64; null when S3 sent none
    SdkBody(
            S3Uri uri,
            ResponseInputStream<GetObjectResponse> response,
            long length,
            @Nullable String expectedCrc,
            RequestCounter counter) {
        super(response);
        this.uri = uri;
        this.response = response;
        this.remaining = length;
        this.counter = counter;
        this.expectedCrc = expectedCrc;
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
        } catch (SdkException e) {
            throw broken(e, SdkFailure.of(uri, "GET", e));
        } catch (IOException e) {
            throw broken(
                    e,
                    Thread.currentThread().isInterrupted()
                            ? SdkFailure.interrupted(uri, "GET", e)
                            : new ObjectStoreException(
                                    uri,
                                    "GET",
                                    "the body broke off with %d bytes missing: %s"
                                            .formatted(remaining, e.getMessage()),
                                    e));
        }
        if (n > 0) {
            remaining -= n;
            counter.bytesRead.add(n);
            if (expectedCrc != null) {
                crc.update(b, off, n);
            }
        }
        if (n < 0 && expectedCrc != null && remaining == 0) {
            checkCrc(expectedCrc);
        }
        return n;
    }

    private void checkCrc(String expected) throws IOException {
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(crc.getValue()).array();
        String found = Base64.getEncoder().encodeToString(value);
        if (!found.equals(expected)) {
            throw new ObjectStoreException(
                    uri,
                    "GET",
                    "the body has the checksum %s (CRC64NVME), announced was %s"
                            .formatted(found, expected),
                    null);
        }
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
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (remaining > WORTH_DRAINING) {
            response.abort();
            return;
        }
        try {
            in.close();
        } catch (SdkException | IOException e) {
            // Everything that was wanted has been read and checked; only the connection is lost.
            response.abort();
        }
    }

    private IOException broken(Exception cause, IOException failure) {
        closed = true;
        try {
            response.abort();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
        return failure;
    }
}
