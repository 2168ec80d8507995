package dev.s3logkit.common.accesslog;

/// Receives the lines of one log object in their order, each exactly once.
///
/// Buffer and record belong to the reader and are valid only during the call, except that the bytes
/// of earlier lines stay in place until [#bufferEnds()].
public interface AccessLogSink {

    /// A line that reads as a record.
    ///
    /// @param buffer holds the line's bytes, without its line break, in `[from, to)`
    /// @param next where the following line starts in `buffer`; `next == to` when the last line has
    ///   no line break, and `next == to + 1` otherwise
    /// @param record the line's fields, over the same bytes
    void accepted(byte[] buffer, int from, int to, int next, AccessLogRecord record)
            throws java.io.IOException;

    /// A line, or a part of a line longer than [AccessLogReader#MAX_LINE_BYTES], that does not.
    ///
    /// @param lineNumber 1 for the object's first line
    /// @param part 0 for a whole line or the first part of an overlong one, then 1, 2, …
    /// @param reason why, with what was found and what was expected
    void rejected(byte[] buffer, int from, int to, long lineNumber, int part, String reason)
            throws java.io.IOException;

    /// The bytes in the buffer are about to be replaced or moved.
    default void bufferEnds() throws java.io.IOException {}
}
