package dev.s3logkit.errorreport.report;

import java.util.Locale;

/// What became of the errors of one fingerprint, judged by when they were stored; what a reader
/// needs to see first comes first.
public enum GroupState {
    /// In the window, and not in the 24 hours before it.
    NEW,
    /// In the window, not in the previous one, but seen earlier in the 24 hours before it.
    BACK,
    /// In the window and in the previous one.
    ONGOING,
    /// In the previous window and no more.
    GONE,
    /// Neither in the window nor in the previous one, but seen in the last 24 hours.
    QUIET;

    /// The word for it in JSON.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static GroupState of(long count, long previous, long earlier) {
        if (count > 0) {
            if (previous > 0) {
                return ONGOING;
            }
            return earlier > 0 ? BACK : NEW;
        }
        return previous > 0 ? GONE : QUIET;
    }
}
