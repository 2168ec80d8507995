package dev.s3logkit.errorreport;

import dev.s3logkit.errorreport.extract.LogObject;
import java.io.IOException;

/// Keeps the lines of a log that are not what they start as.
@FunctionalInterface
public interface RejectKeeper {

    /// Keeps nothing.
    RejectKeeper NONE = (_, _) -> {};

    /// Keeps the rejects of one log. Called again with the same for the same log.
    ///
    /// @param jsonLines as [dev.s3logkit.common.accesslog.RejectLine] writes them; never empty
    void keep(LogObject log, byte[] jsonLines) throws IOException;
}
