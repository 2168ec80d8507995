package dev.s3logkit.orchestrator.plan;

import dev.s3logkit.orchestrator.scan.Selection;

/// What a plan was made from: the same always makes the same plan.
///
/// @param inventory `s3://bucket/key`
/// @param inventoryVersion differs when the inventory does
/// @param number 1, or that of a supplement: 2, 3, …
public record PlanHeader(
        String inventory,
        String inventoryVersion,
        Selection selection,
        PlanLimits limits,
        int number) {

    /// The version of the format.
    static final int VERSION = 1;
}
