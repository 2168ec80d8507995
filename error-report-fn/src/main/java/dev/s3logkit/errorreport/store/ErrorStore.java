package dev.s3logkit.errorreport.store;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps found errors. Safe for use by any number of threads; every method blocks. Throttling is
/// waited for inside, within bounds; what is thrown has failed for good and may be tried again.
public interface ErrorStore extends AutoCloseable {

    /// Stores an error unless it is there: then nothing changes, not even when it was first stored.
    /// The time of storing is taken no more than 20 seconds before the error can be read, so a
    /// window that ended a minute ago is complete.
    ///
    /// @return whether it was stored now
    /// @throws StoreThrottledException when the store stayed overloaded
    Stored put(ErrorItem item) throws IOException;

    /// Visits the errors of a report that were first stored in `[from, to)` and have not expired,
    /// in no order; memory does not grow with their number. The visitor is called by one thread at
    /// a time.
    ///
    /// @param application the only one, or null for all
    void stored(
            String reportId,
            Instant from,
            Instant to,
            @Nullable String application,
            Visitor visitor)
            throws IOException;

    /// Visits the errors of one application in a report that were found in the objects of one day
    /// and have not expired, in no order, as [#stored] does.
    ///
    /// @param day as in [ErrorItem#day()]
    void ofDay(String reportId, String application, String day, Visitor visitor) throws IOException;

    /// The requests sent so far.
    StoreCounts counts();

    @Override
    void close();

    /// What became of an error that was put.
    enum Stored {
        /// It was not there before.
        STORED,
        /// It was there before.
        EXISTED
    }

    /// Receives errors.
    @FunctionalInterface
    interface Visitor {
        /// Takes one error.
        ///
        /// @throws IOException ends the visit and is passed on
        void visit(ErrorItem item) throws IOException;
    }
}
