package dev.s3logkit.errorreport.extract;

import dev.s3logkit.errorreport.rule.Rule;
import java.io.IOException;

/// Receives what was found in a log.
public interface LogSink {

    /// A record that a rule asks for.
    ///
    /// @param line where it starts, counted from 1
    /// @param id identifies it in its log: 32 hex digits that depend on the log's name, the line
    ///   and the bytes of the record
    /// @throws IOException ends the reading and is passed on
    void found(Rule rule, LogRecord record, long line, String id) throws IOException;

    /// A line that is not what it starts as. It is looked at all the same.
    ///
    /// @param b holds the line in `[from, to)` during the call; at most [Limits#MAX_LINE] of it
    /// @throws IOException ends the reading and is passed on
    void rejected(long line, String reason, byte[] b, int from, int to) throws IOException;
}
