package dev.s3logkit.local.lambda;

import java.time.Duration;
import java.util.Optional;

/// Makes waiting shorter than the template says, for demonstrations and tests.
///
/// @param longestWindow batches wait no longer than this
/// @param retryAfter when failed messages become visible again, in whole seconds; as the queue's
///   visibility timeout says when empty
/// @param longestInterval schedules with a rate fire at least this often
/// @param longestPause state machines wait no longer than this
public record Tuning(
        Duration longestWindow,
        Optional<Duration> retryAfter,
        Duration longestInterval,
        Duration longestPause) {

    private static final Duration FOREVER = Duration.ofDays(1_000_000);

    /// Pauses as in AWS.
    public Tuning(Duration longestWindow, Optional<Duration> retryAfter, Duration longestInterval) {
        this(longestWindow, retryAfter, longestInterval, FOREVER);
    }

    /// As in AWS.
    public static final Tuning AS_DEPLOYED =
            new Tuning(Duration.ofMinutes(5), Optional.empty(), FOREVER);

    /// Batches wait for at most this, and failed messages are tried again at once.
    public static Tuning quick(Duration longestWindow) {
        return new Tuning(
                longestWindow,
                Optional.of(Duration.ZERO),
                AS_DEPLOYED.longestInterval(),
                Duration.ofMillis(20));
    }
}
