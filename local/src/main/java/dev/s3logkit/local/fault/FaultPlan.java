package dev.s3logkit.local.fault;

import java.time.Duration;

/// How often something goes wrong; probabilities from 0 to 1.
///
/// @param seed of the random choices
/// @param unavailable an S3 request is refused with 503 and nothing happens
/// @param lostAnswer a write to S3 is done and answered with 500 all the same
/// @param cutBody the connection breaks while an object is read
/// @param corruptBody one byte of an object is read wrongly
/// @param minLatency every S3 request takes at least this much longer
/// @param maxLatency every S3 request takes at most this much longer
/// @param duplicatedNotification a notification is sent twice
/// @param reorderedNotification a notification is sent after a later one
public record FaultPlan(
        long seed,
        double unavailable,
        double lostAnswer,
        double cutBody,
        double corruptBody,
        Duration minLatency,
        Duration maxLatency,
        double duplicatedNotification,
        double reorderedNotification) {

    /// A plan with the seed in which nothing goes wrong.
    public static FaultPlan quiet(long seed) {
        return new FaultPlan(seed, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, 0, 0);
    }

    /// This plan with S3 requests that fail.
    public FaultPlan withRequests(double unavailable, double lostAnswer, Duration maxLatency) {
        return new FaultPlan(
                seed,
                unavailable,
                lostAnswer,
                cutBody,
                corruptBody,
                minLatency,
                maxLatency,
                duplicatedNotification,
                reorderedNotification);
    }

    /// This plan with S3 requests that take longer, by a time drawn between these.
    public FaultPlan withLatency(Duration min, Duration max) {
        return new FaultPlan(
                seed,
                unavailable,
                lostAnswer,
                cutBody,
                corruptBody,
                min,
                max,
                duplicatedNotification,
                reorderedNotification);
    }

    /// This plan with objects that arrive wrongly.
    public FaultPlan withBodies(double cut, double corrupt) {
        return new FaultPlan(
                seed,
                unavailable,
                lostAnswer,
                cut,
                corrupt,
                minLatency,
                maxLatency,
                duplicatedNotification,
                reorderedNotification);
    }

    /// This plan with notifications that come twice or late.
    public FaultPlan withNotifications(double duplicated, double reordered) {
        return new FaultPlan(
                seed,
                unavailable,
                lostAnswer,
                cutBody,
                corruptBody,
                minLatency,
                maxLatency,
                duplicated,
                reordered);
    }
}
