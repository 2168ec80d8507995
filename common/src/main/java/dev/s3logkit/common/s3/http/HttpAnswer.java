package dev.s3logkit.common.s3.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// An answer with its body as the stream. The connection goes back as soon as the last byte was
/// read; one that was not read to its end is closed with the stream. For one thread at a time.
public final class HttpAnswer extends InputStream {

    private static final int MAX_CHUNK_LINE_BYTES = 256;
    private static final int MAX_CHUNK_DIGITS = 15;
    private static final int MAX_TRAILERS = 50;

    private final HttpHead head;
    private final long contentLength;
    private final boolean chunked;
    private final ConnectionPool pool;
    private @Nullable HttpConnection connection;

    /// Bytes left of the body or of the chunk; -1 when only the connection's end tells.
    private long left;

    private boolean inChunks;

    HttpAnswer(HttpHead head, HttpConnection connection, ConnectionPool pool) throws IOException {
        this.head = head;
        this.pool = pool;
        this.chunked = head.isChunked();
        this.contentLength = head.contentLength();
        this.left = chunked ? 0 : contentLength;
        this.connection = connection;
        if (contentLength == 0) {
            end(connection);
        }
    }

    /// Status code, 200 or more.
    public int status() {
        return head.status();
    }

    /// The first header of this name, which is given in lower case; null when there is none.
    public @Nullable String header(String name) {
        return head.header(name);
    }

    /// Visits all headers, names in lower case.
    public void forEachHeader(BiConsumer<String, String> visitor) {
        head.forEach(visitor);
    }

    /// Bytes of the body, or -1 when only its end tells.
    public long contentLength() {
        return contentLength;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// @throws EOFException when the connection ends before the body does
    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, into.length);
        HttpConnection open = connection;
        if (open == null) {
            return -1;
        }
        if (length == 0) {
            return 0;
        }
        if (chunked && left == 0 && !nextChunk(open)) {
            end(open);
            return -1;
        }
        int n = open.read(into, at, left < 0 ? length : (int) Math.min(left, length));
        if (n < 0) {
            if (left >= 0) {
                throw new EOFException("the connection was closed");
            }
            end(open);
            return -1;
        }
        left -= left < 0 ? 0 : n;
        if (left == 0 && !chunked) {
            end(open);
        }
        return n;
    }

    /// Reads the line before a chunk (RFC 9112, section 7.1); false for the last one, which is
    /// empty.
    private boolean nextChunk(HttpConnection open) throws IOException {
        if (inChunks && !open.readLine(MAX_CHUNK_LINE_BYTES).isEmpty()) {
            throw new HttpProtocolException("a chunk is longer than announced");
        }
        inChunks = true;
        String line = open.readLine(MAX_CHUNK_LINE_BYTES);
        int end = line.indexOf(';');
        String size = (end < 0 ? line : line.substring(0, end)).strip();
        try {
            if (size.length() > MAX_CHUNK_DIGITS || size.startsWith("-") || size.startsWith("+")) {
                throw new NumberFormatException(size);
            }
            left = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw new HttpProtocolException("expected the size of a chunk");
        }
        if (left > 0) {
            return true;
        }
        for (int i = 0; i < MAX_TRAILERS; i++) {
            if (open.readLine(MAX_CHUNK_LINE_BYTES).isEmpty()) {
                return false;
            }
        }
        throw new HttpProtocolException("more than %d trailers".formatted(MAX_TRAILERS));
    }

    private void end(HttpConnection open) {
        connection = null;
        boolean complete = chunked || contentLength >= 0;
        if (complete && head.keepsConnection() && open.isClean()) {
            pool.giveBack(open);
        } else {
            pool.drop(open);
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            pool.drop(connection);
            connection = null;
        }
    }
}
