package dev.s3logkit.orchestrator;

import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.plan.PlanLimits;
import dev.s3logkit.orchestrator.scan.Selection;

/// What is asked for.
///
/// @param inventory its manifest, or one file of rows
/// @param manifests bucket and prefix of everything that is written
/// @param selection the objects
/// @param limits of a manifest
/// @param mode how far to go
/// @param supplement plans what earlier plans of the date do not have
/// @param deleteSources lets compressors delete what is in their archives
/// @param cursor where an earlier run stopped
public record OrchestrationRequest(
        S3Uri inventory,
        S3Uri manifests,
        Selection selection,
        PlanLimits limits,
        Mode mode,
        boolean supplement,
        boolean deleteSources,
        Cursor cursor) {

    /// How far to go.
    public enum Mode {
        /// Tells what would be done; writes nothing.
        DRY_RUN,
        /// Writes plan and manifests.
        PLAN,
        /// Writes them, and starts compressors.
        START
    }

    /// The first part that was not looked at.
    ///
    /// @param plan number of the plan, from 1
    /// @param part number of parts before it in that plan
    public record Cursor(int plan, long part) {

        /// The beginning.
        public static final Cursor START = new Cursor(1, 0);
    }
}
