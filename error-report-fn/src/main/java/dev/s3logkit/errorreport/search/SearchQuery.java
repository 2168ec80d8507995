package dev.s3logkit.errorreport.search;

import java.time.Instant;
import java.util.List;

/// What to search for.
///
/// @param applications names, `*` standing for any characters; at least one
/// @param from the first instant
/// @param to the first instant after the last
/// @param texts that a record must all hold; one to three
/// @param ignoreCase whether ASCII letters match in either case
/// @param newestFirst the order of the hits
/// @param limit of hits, 1 to 10,000
public record SearchQuery(
        List<String> applications,
        Instant from,
        Instant to,
        List<String> texts,
        boolean ignoreCase,
        boolean newestFirst,
        int limit) {

    /// The most texts that must all occur.
    public static final int MAX_TEXTS = 3;

    /// The most hits.
    public static final int MAX_LIMIT = 10_000;

    /// @throws IllegalArgumentException says what is wrong
    public SearchQuery {
        applications = List.copyOf(applications);
        texts = List.copyOf(texts);
        check(!applications.isEmpty(), "name an application, or \"*\" for all");
        check(
                applications.stream().noneMatch(app -> app.isBlank() || app.contains("/")),
                "an application has a name without a slash");
        check(
                !texts.isEmpty() && texts.size() <= MAX_TEXTS,
                "search for 1 to %d texts".formatted(MAX_TEXTS));
        check(texts.stream().noneMatch(String::isBlank), "a text is blank");
        check(from.isBefore(to), "the period ends before it starts: %s to %s".formatted(from, to));
        check(
                limit >= 1 && limit <= MAX_LIMIT,
                "limit %d: expected 1 to %d".formatted(limit, MAX_LIMIT));
    }

    private static void check(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
