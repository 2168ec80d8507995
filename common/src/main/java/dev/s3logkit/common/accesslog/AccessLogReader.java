package dev.s3logkit.common.accesslog;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the lines of one log object after another and hands them to a sink.
///
/// Memory is bounded by the larger of the buffer size given and [#MAX_LINE_BYTES], whatever the
/// input. Reusable, also after an exception; not safe for use by several threads.
public final class AccessLogReader {

    /// A longer line is rejected, in parts of this many bytes and a shorter last one.
    public static final int MAX_LINE_BYTES = 1 << 20;

    private static final int MIN_BUFFER_BYTES = 16;

    private final FastLineParser fast = new FastLineParser();
    private final LineParser careful = new LineParser();
    private final AccessLogRecord record = new AccessLogRecord();

    /// Its length is the size of the buffer and [DelimiterIndex#SLACK].
    private byte[] buffer;

    private final DelimiterIndex index;

    /// The line, or the part of an overlong one, that is being read.
    private int lineStart;

    /// The number of the first position in the index that is not before `lineStart`.
    private int nextDelimiter;

    /// The bytes in the buffer end here.
    private int limit;

    /// Parts of the current line that were handed on, 0 unless it is overlong.
    private int parts;

    private long accepted;
    private long rejected;

    /// @param bufferBytes how much is read at a time, at least 16; the buffer grows when a line
    ///   does not fit it
    public AccessLogReader(int bufferBytes) {
        if (bufferBytes < MIN_BUFFER_BYTES) {
            throw new IllegalArgumentException(
                    "buffer size " + bufferBytes + ", at least " + MIN_BUFFER_BYTES);
        }
        buffer = new byte[bufferBytes + DelimiterIndex.SLACK];
        index = new DelimiterIndex(bufferBytes);
    }

    /// How much is read at a time now: more than at first once a line did not fit.
    public int bufferBytes() {
        return capacity();
    }

    /// Reads `in` to its end; does not close it. A last line without a line break counts.
    public LineCounts read(InputStream in, AccessLogSink sink) throws IOException {
        lineStart = 0;
        limit = 0;
        restartIndex();
        parts = 0;
        accepted = 0;
        rejected = 0;
        long bytes = 0;
        for (int n = fill(in); n >= 0; n = fill(in)) {
            index.add(buffer, limit, limit + n);
            bytes += n;
            limit += n;
            lines(sink);
            if (limit == capacity()) {
                makeRoom(sink);
            }
        }
        if (lineStart < limit) {
            line(sink, limit, limit);
        }
        if (bytes > 0) {
            sink.bufferEnds();
        }
        return new LineCounts(accepted, rejected, bytes);
    }

    private int fill(InputStream in) throws IOException {
        return in.read(buffer, limit, capacity() - limit);
    }

    private int capacity() {
        return buffer.length - DelimiterIndex.SLACK;
    }

    private void restartIndex() {
        index.clear(capacity());
        nextDelimiter = 0;
    }

    private void lines(AccessLogSink sink) throws IOException {
        int[] positions = index.positions;
        int complete = index.count;
        while (complete > nextDelimiter && buffer[positions[complete - 1]] != '\n') {
            complete--;
        }
        while (nextDelimiter < complete) {
            next(sink, positions);
        }
        passOnOverlong(sink);
    }

    /// Reads the line whose first delimiter is the next one. A method of its own, because the JVM
    /// compiles what is called often once, and a long loop several times.
    private void next(AccessLogSink sink, int[] positions) throws IOException {
        int lineFeed = fast.parse(buffer, lineStart, positions, nextDelimiter, record);
        int to;
        if (lineFeed >= 0 && parts == 0 && positions[lineFeed] - lineStart <= MAX_LINE_BYTES) {
            to = positions[lineFeed];
            accepted++;
            sink.accepted(buffer, lineStart, to, to + 1, record);
        } else {
            lineFeed = lineFeed(positions);
            to = positions[lineFeed];
            line(sink, to, to + 1);
        }
        lineStart = to + 1;
        nextDelimiter = lineFeed + 1;
    }

    /// The number of the next line feed.
    private int lineFeed(int[] positions) {
        int i = nextDelimiter;
        while (buffer[positions[i]] != '\n') {
            i++;
        }
        return i;
    }

    private void line(AccessLogSink sink, int to, int next) throws IOException {
        if (parts > 0 || to - lineStart > MAX_LINE_BYTES) {
            overlongLine(sink, to);
            return;
        }
        @Nullable String reason = careful.parse(buffer, lineStart, to, record);
        if (reason == null) {
            accepted++;
            sink.accepted(buffer, lineStart, to, next, record);
        } else {
            rejected++;
            sink.rejected(buffer, lineStart, to, accepted + rejected, 0, reason);
        }
    }

    private void overlongLine(AccessLogSink sink, int to) throws IOException {
        while (to - lineStart > MAX_LINE_BYTES) {
            part(sink, lineStart + MAX_LINE_BYTES);
        }
        part(sink, to);
        parts = 0;
    }

    /// Hands on what is surely more than a part of the line, so that a last part is never empty.
    private void passOnOverlong(AccessLogSink sink) throws IOException {
        while (limit - lineStart > MAX_LINE_BYTES) {
            part(sink, lineStart + MAX_LINE_BYTES);
        }
    }

    private void part(AccessLogSink sink, int to) throws IOException {
        if (parts == 0) {
            rejected++;
        }
        sink.rejected(
                buffer,
                lineStart,
                to,
                accepted + rejected,
                parts,
                "found a line longer than " + MAX_LINE_BYTES + " bytes, expected a shorter one");
        parts++;
        lineStart = to;
    }

    private void makeRoom(AccessLogSink sink) throws IOException {
        sink.bufferEnds();
        int kept = limit - lineStart;
        if (lineStart == 0) {
            int larger = Math.max(kept + 1, Math.min(2 * kept, MAX_LINE_BYTES + 1));
            buffer = Arrays.copyOf(buffer, larger + DelimiterIndex.SLACK);
        } else {
            System.arraycopy(buffer, lineStart, buffer, 0, kept);
        }
        lineStart = 0;
        limit = kept;
        restartIndex();
        index.add(buffer, 0, kept);
    }
}
