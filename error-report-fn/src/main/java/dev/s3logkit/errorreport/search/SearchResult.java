package dev.s3logkit.errorreport.search;

import java.util.Map;

/// What a search came to.
///
/// @param logs that were searched
/// @param skipped logs that could not hold a hit any more, because enough were found
/// @param bytes decompressed
/// @param matched records that were found, those beyond the limit included
/// @param told hits that were told of
/// @param more whether there are, or may be, more than were told of
/// @param failures why logs could not be searched to their end, by name
public record SearchResult(
        long logs,
        long skipped,
        long bytes,
        long matched,
        long told,
        boolean more,
        Map<String, String> failures) {

    public SearchResult {
        failures = Map.copyOf(failures);
    }
}
