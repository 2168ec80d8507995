package dev.s3logkit.orchestrator;

import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.OrchestrationRequest.Cursor;
import dev.s3logkit.orchestrator.dispatch.DispatchCounts;
import dev.s3logkit.orchestrator.plan.PlanTotals;
import dev.s3logkit.orchestrator.scan.GroupTable;
import dev.s3logkit.orchestrator.scan.Tally;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a run came to.
///
/// @param status how it ended
/// @param plan the plan's URL, or null when there is none
/// @param tally rows by kind, or null when the inventory was not read because it was planned before
/// @param totals of the plan made in this run, at least of what a dry run would make
/// @param groups objects and bytes by `<account>-<region>`; of dry runs only, otherwise empty
/// @param dispatch what became of the manifests
/// @param estimate of dry runs only
/// @param next where to go on when time ran out
/// @param requests to S3 in this run
public record OrchestrationReport(
        Status status,
        @Nullable String plan,
        @Nullable Tally tally,
        PlanTotals totals,
        Map<String, GroupTable.Total> groups,
        DispatchCounts dispatch,
        @Nullable Estimate estimate,
        Optional<Cursor> next,
        RequestCounts requests) {

    /// How a run ended.
    public enum Status {
        /// Nothing was written.
        DRY_RUN,
        /// The date has no objects, or none that earlier plans do not have.
        EMPTY,
        /// All manifests are there.
        PLANNED,
        /// And every compressor that was to be started is.
        STARTED,
        /// Every manifest has its archive.
        DONE,
        /// Time ran out: some manifests were not looked at.
        UNFINISHED
    }

    private static final RequestCounts NO_REQUESTS = new RequestCounts(0, 0, 0, 0, 0, 0, 0);

    static OrchestrationReport dryRun(
            Tally tally,
            PlanTotals totals,
            Map<String, GroupTable.Total> groups,
            Estimate estimate) {
        return new OrchestrationReport(
                Status.DRY_RUN,
                null,
                tally,
                totals,
                groups,
                DispatchCounts.NONE,
                estimate,
                Optional.empty(),
                NO_REQUESTS);
    }

    static OrchestrationReport empty(Tally tally, PlanTotals totals) {
        return new OrchestrationReport(
                Status.EMPTY,
                null,
                tally,
                totals,
                Map.of(),
                DispatchCounts.NONE,
                null,
                Optional.empty(),
                NO_REQUESTS);
    }

    static OrchestrationReport planned(S3Uri plan, @Nullable Tally tally, PlanTotals totals) {
        return new OrchestrationReport(
                Status.PLANNED,
                plan.toString(),
                tally,
                totals,
                Map.of(),
                DispatchCounts.NONE,
                null,
                Optional.empty(),
                NO_REQUESTS);
    }

    OrchestrationReport dispatched(DispatchCounts counts, Optional<Cursor> cursor) {
        boolean all = counts.running() + counts.started() + counts.retried() == 0;
        Status end = cursor.isPresent() ? Status.UNFINISHED : all ? Status.DONE : Status.STARTED;
        return new OrchestrationReport(
                end, plan, tally, totals, groups, counts, estimate, cursor, requests);
    }

    /// The same, with the requests that the run took.
    public OrchestrationReport withRequests(RequestCounts counts) {
        return new OrchestrationReport(
                status, plan, tally, totals, groups, dispatch, estimate, next, counts);
    }
}
