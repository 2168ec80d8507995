package dev.s3logkit.orchestrator.plan;

/// What a plan comes to.
///
/// @param groups accounts and regions
/// @param parts manifests
/// @param objects in the manifests
/// @param bytes of these objects, as the inventory says
/// @param alreadyPlanned objects left out because an earlier plan of the date has them
/// @param duplicates rows left out because the inventory names their object more than once
public record PlanTotals(
        long groups, long parts, long objects, long bytes, long alreadyPlanned, long duplicates) {

    /// A plan without objects.
    public static final PlanTotals NONE = new PlanTotals(0, 0, 0, 0, 0, 0);
}
