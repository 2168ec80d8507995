package dev.s3logkit.orchestrator.plan;

import dev.s3logkit.common.s3.S3Uri;

/// The date is planned from another inventory, or with other limits.
public final class PlanExistsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PlanExistsException(S3Uri plan, PlanHeader existing, PlanHeader wanted) {
        super(
                ("%s is there, made from %s (version %s) with at most %d objects and %d bytes in a"
                                + " manifest; wanted was one from %s (version %s) with %d and %d."
                                + " To plan only what is new, set supplement")
                        .formatted(
                                plan,
                                existing.inventory(),
                                existing.inventoryVersion(),
                                existing.limits().objects(),
                                existing.limits().bytes(),
                                wanted.inventory(),
                                wanted.inventoryVersion(),
                                wanted.limits().objects(),
                                wanted.limits().bytes()));
    }
}
