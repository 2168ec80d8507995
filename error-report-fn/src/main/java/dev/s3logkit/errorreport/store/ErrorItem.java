package dev.s3logkit.errorreport.store;

import java.time.Instant;

/// An error that was found in a log, as it is stored: one per report that it belongs to.
///
/// @param reportId the report that it belongs to
/// @param id identifies the error in its report: the same object always gives the same, and it
///   differs between lines, objects and contents; at most 64 printable ASCII characters
/// @param application from the object's key
/// @param day from the object's key, `yyyyMMdd`; `undated` where the key has none
/// @param eventTime when it happened, by the log
/// @param extractDttm when it was first stored; to be set by the store, which is why a value given
///   to [ErrorStore#put] has no meaning
/// @param extractString what was extracted, as JSON: see [Extract]
/// @param fingerprint the same for errors that differ in ids, numbers, addresses and the like only;
///   32 hex digits
/// @param object where it was found: `s3://bucket/key`, or a path
/// @param line where its record starts in the decompressed object, counted from 1
/// @param expDt when it expires; nothing reads it from then on
public record ErrorItem(
        String reportId,
        String id,
        String application,
        String day,
        Instant eventTime,
        Instant extractDttm,
        String extractString,
        String fingerprint,
        String object,
        long line,
        Instant expDt) {

    /// The same item, first stored at another time.
    public ErrorItem storedAt(Instant time) {
        return new ErrorItem(
                reportId,
                id,
                application,
                day,
                eventTime,
                time,
                extractString,
                fingerprint,
                object,
                line,
                expDt);
    }

    /// What was extracted.
    public Extract extract() {
        return Extract.parse(extractString);
    }
}
