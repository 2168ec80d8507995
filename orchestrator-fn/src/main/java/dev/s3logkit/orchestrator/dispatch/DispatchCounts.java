package dev.s3logkit.orchestrator.dispatch;

/// What became of the manifests of a plan.
///
/// @param done have their archives
/// @param running were started a short while ago
/// @param started were started now, for the first time or because they were lost
/// @param retried were started now after a failure
/// @param left were not looked at, because time ran out
public record DispatchCounts(long done, long running, long started, long retried, long left) {

    /// Nothing looked at.
    public static final DispatchCounts NONE = new DispatchCounts(0, 0, 0, 0, 0);

    /// How many were looked at.
    public long looked() {
        return done + running + started + retried;
    }

    /// Both together.
    public DispatchCounts plus(DispatchCounts other) {
        return new DispatchCounts(
                done + other.done,
                running + other.running,
                started + other.started,
                retried + other.retried,
                left + other.left);
    }
}
