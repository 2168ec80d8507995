package dev.s3logkit.local.lambda;

import java.time.Duration;
import java.util.Optional;

/// Makes waiting shorter than the template says, for demonstrations and tests.
///
/// @param longestWindow batches wait no longer than this
/// @param retryAfter when failed messages become visible again, in whole seconds; as the queue's
///   visibility timeout says when empty
public record MappingTuning(Duration longestWindow, Optional<Duration> retryAfter) {

    /// As in AWS.
    public static final MappingTuning AS_DEPLOYED =
            new MappingTuning(Duration.ofMinutes(5), Optional.empty());

    /// Batches wait for at most this, and failed messages are tried again at once.
    public static MappingTuning quick(Duration longestWindow) {
        return new MappingTuning(longestWindow, Optional.of(Duration.ZERO));
    }
}
