package dev.s3logkit.orchestrator.plan;

import dev.s3logkit.common.s3.S3Uri;

/// A plan of the date has manifests that were never written, so nothing can be added to it.
public final class PlanIncompleteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PlanIncompleteException(S3Uri plan, PlanHeader header) {
        super(
                "the manifests of %s are not all there: finish it first, with the inventory %s"
                        .formatted(plan, header.inventory()));
    }
}
