package dev.s3logkit.common.accesslog;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Reads the lines of one log object after another and hands them to a sink.
///
/// Memory is bounded by the larger of the buffer size given and [#MAX_LINE_BYTES], whatever the
/// input. Reusable, also after an exception; not safe for use by several threads.
public final class AccessLogReader {

    /// A longer line is rejected, in parts of this many bytes and a shorter last one.
    public static final int MAX_LINE_BYTES = 1 << 20;

    private static final int MIN_BUFFER_BYTES = 16;

    private final AccessLogScanner scanner = new AccessLogScanner();
    private final AccessLogRecord record = new AccessLogRecord();
    private byte[] buffer;

    /// The line, or the part of an overlong one, that is being read.
    private int lineStart;

    /// No line break between `lineStart` and here.
    private int searched;

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
        buffer = new byte[bufferBytes];
    }

    /// Reads `in` to its end; does not close it. A last line without a line break counts.
    public LineCounts read(InputStream in, AccessLogSink sink) throws IOException {
        lineStart = 0;
        searched = 0;
        limit = 0;
        parts = 0;
        accepted = 0;
        rejected = 0;
        long bytes = 0;
        for (int n = fill(in); n >= 0; n = fill(in)) {
            bytes += n;
            limit += n;
            lines(sink);
            if (limit == buffer.length) {
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
        return in.read(buffer, limit, buffer.length - limit);
    }

    private void lines(AccessLogSink sink) throws IOException {
        for (int i = searched; i < limit; i++) {
            if (buffer[i] == '\n') {
                line(sink, i, i + 1);
                lineStart = i + 1;
            }
        }
        searched = limit;
        passOnOverlong(sink);
    }

    private void line(AccessLogSink sink, int to, int next) throws IOException {
        if (parts > 0 || to - lineStart > MAX_LINE_BYTES) {
            overlongLine(sink, to);
            return;
        }
        @Nullable String reason = scanner.scan(buffer, lineStart, to, record);
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
        byte[] target = buffer;
        if (lineStart == 0) {
            target = new byte[Math.max(kept + 1, Math.min(2 * kept, MAX_LINE_BYTES + 1))];
        }
        System.arraycopy(buffer, lineStart, target, 0, kept);
        buffer = target;
        lineStart = 0;
        searched = kept;
        limit = kept;
    }
}
