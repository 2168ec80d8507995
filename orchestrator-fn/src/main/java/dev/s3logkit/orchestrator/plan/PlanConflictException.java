package dev.s3logkit.orchestrator.plan;

import dev.s3logkit.common.s3.S3Uri;

/// An object that is there differs from what belongs there. Nothing is overwritten.
public final class PlanConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param found what is there, for people
    public PlanConflictException(S3Uri uri, String found, String wanted) {
        super(
                "%s is there and differs: found %s, expected %s; nothing was overwritten"
                        .formatted(uri, found, wanted));
    }
}
