package dev.s3logkit.local.archive.grep;

import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.errorreport.extract.Words;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Finds the lines of a stream that a pattern matches. Lines end with a line feed, the last one
/// need not. Holds as much as the longest line takes, and no more than [#MAX_LINE] bytes and a
/// block. For one stream at a time.
public final class LineSearch {

    /// The most bytes of a line: as many as the largest events of AWS's logs that come as one line.
    public static final int MAX_LINE = 64 << 20;

    private static final int BLOCK = 256 << 10;

    private final LinePattern pattern;
    private final Listener listener;
    private final int maxLine;
    private byte[] buffer;

    /// Lines before the part that is looked at.
    private long lines;

    private boolean binary;

    /// Hears of what was found.
    public interface Listener {
        /// A line matches.
        ///
        /// @param number of the line in its file, from 1 on
        /// @param bytes not to be kept or changed
        /// @param to without the line feed
        /// @return whether the search goes on
        boolean line(long number, byte[] bytes, int from, int to) throws IOException;

        /// A line matches, and the content before or shortly behind it holds a NUL byte, so that it
        /// is no text.
        ///
        /// @return whether the search goes on
        boolean binary() throws IOException;
    }

    /// @param listener hears of lines in their order
    public LineSearch(LinePattern pattern, Listener listener) {
        this(pattern, listener, BLOCK, MAX_LINE);
    }

    LineSearch(LinePattern pattern, Listener listener, int block, int maxLine) {
        this.pattern = pattern;
        this.listener = listener;
        this.maxLine = maxLine;
        this.buffer = new byte[block];
    }

    /// Searches a stream to its end, or until the listener has heard enough.
    ///
    /// @param in left open
    /// @throws LimitExceededException when a line has more than [#MAX_LINE] bytes; what the
    ///   listener heard of before stays true
    public void search(InputStream in) throws IOException {
        lines = 0;
        binary = false;
        int start = 0;
        int end = 0;
        for (; ; ) {
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            }
            if (end == buffer.length) {
                grow();
            }
            int read = in.readNBytes(buffer, end, buffer.length - end);
            boolean last = read < buffer.length - end;
            binary |= Words.indexOf(buffer, end, end + read, (byte) 0) < end + read;
            int complete =
                    last ? end + read : Words.lastIndexOf(buffer, end, end + read, (byte) '\n') + 1;
            end += read;
            if (!lines(start, complete) || last) {
                return;
            }
            start = complete;
        }
    }

    private void grow() throws LimitExceededException {
        if (buffer.length >= maxLine) {
            throw new LimitExceededException(
                    "length of line %d, bytes".formatted(lines + 1), buffer.length + 1L, maxLine);
        }
        buffer = Arrays.copyOf(buffer, Math.min(maxLine, buffer.length * 4));
    }

    /// Searches whole lines.
    ///
    /// @return whether the search goes on
    private boolean lines(int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            int candidate = pattern.candidate(buffer, at, to);
            if (candidate < 0) {
                break;
            }
            int start = Math.max(at, Words.lastIndexOf(buffer, at, candidate, (byte) '\n') + 1);
            int end = Words.indexOf(buffer, candidate, to, (byte) '\n');
            lines += Words.count(buffer, at, start, (byte) '\n');
            if (pattern.matches(buffer, start, end)) {
                boolean goesOn =
                        binary ? listener.binary() : listener.line(lines + 1, buffer, start, end);
                if (!goesOn) {
                    return false;
                }
            }
            lines++;
            at = end + 1;
        }
        lines += at < to ? Words.count(buffer, at, to, (byte) '\n') : 0;
        return true;
    }
}
