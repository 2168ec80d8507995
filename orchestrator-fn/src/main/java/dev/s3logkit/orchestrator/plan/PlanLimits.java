package dev.s3logkit.orchestrator.plan;

/// Where a group is cut into manifests.
///
/// @param objects most objects of a manifest
/// @param bytes most bytes of a manifest's objects; one larger object makes a manifest of its own
public record PlanLimits(long objects, long bytes) {

    /// 100,000 objects or 50 GiB: what a compressor can do within its 15 minutes.
    public static final PlanLimits DEFAULT = new PlanLimits(100_000, 50L << 30);

    /// More than an archive and its proof are made for.
    public static final long MAX_OBJECTS = 10_000_000;

    public PlanLimits {
        if (objects < 1 || objects > MAX_OBJECTS) {
            throw new IllegalArgumentException(
                    "%d objects per manifest: expected 1 to %d".formatted(objects, MAX_OBJECTS));
        }
        if (bytes < 1) {
            throw new IllegalArgumentException(
                    "%d bytes per manifest: expected at least 1".formatted(bytes));
        }
    }

    /// The fewest manifests that a group of this size makes. The cut by bytes may make more, when
    /// what is left of a manifest is too small for the next object.
    public long manifests(long groupObjects, long groupBytes) {
        return Math.max(Math.ceilDiv(groupObjects, objects), Math.ceilDiv(groupBytes, bytes));
    }
}
