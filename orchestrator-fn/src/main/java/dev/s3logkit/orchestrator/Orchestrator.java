package dev.s3logkit.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.OrchestrationReport.Status;
import dev.s3logkit.orchestrator.OrchestrationRequest.Cursor;
import dev.s3logkit.orchestrator.OrchestrationRequest.Mode;
import dev.s3logkit.orchestrator.dispatch.ArchiveCheck;
import dev.s3logkit.orchestrator.dispatch.Compressor;
import dev.s3logkit.orchestrator.dispatch.DispatchCounts;
import dev.s3logkit.orchestrator.dispatch.Dispatcher;
import dev.s3logkit.orchestrator.dispatch.FailureRecords;
import dev.s3logkit.orchestrator.dispatch.Pacer;
import dev.s3logkit.orchestrator.plan.PlanDraft;
import dev.s3logkit.orchestrator.plan.PlanExistsException;
import dev.s3logkit.orchestrator.plan.PlanHeader;
import dev.s3logkit.orchestrator.plan.PlanIncompleteException;
import dev.s3logkit.orchestrator.plan.PlanLimits;
import dev.s3logkit.orchestrator.plan.PlanNames;
import dev.s3logkit.orchestrator.plan.PlanReader;
import dev.s3logkit.orchestrator.plan.PlanRows;
import dev.s3logkit.orchestrator.plan.PlanStore;
import dev.s3logkit.orchestrator.plan.PlanTotals;
import dev.s3logkit.orchestrator.scan.GroupTable;
import dev.s3logkit.orchestrator.scan.Inventory;
import dev.s3logkit.orchestrator.scan.InventoryFinder;
import dev.s3logkit.orchestrator.scan.InventoryScan;
import dev.s3logkit.orchestrator.scan.Selection;
import dev.s3logkit.orchestrator.scan.Tally;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From an inventory to running compressors. What is done is found in S3, so that a run repeats
/// nothing and two at once end with the same.
///
/// Order: the inventory is read to its end; the plan is written, once; then its manifests; then the
/// mark that they are there; then compressors are started, a mark before each.
public final class Orchestrator {

    /// What a started run may do after its time for new work is over.
    private static final long RESERVE_MILLIS = 30_000;

    private final OrchestratorConfig config;
    private final ObjectStore store;
    private final ArchiveCheck archives;
    private final Compressor compressor;
    private final Clock clock;

    public Orchestrator(
            OrchestratorConfig config,
            ObjectStore store,
            ArchiveCheck archives,
            Compressor compressor,
            Clock clock) {
        this.config = config;
        this.store = store;
        this.archives = archives;
        this.compressor = compressor;
        this.clock = clock;
    }

    /// Does what is left of what is asked for.
    ///
    /// @throws dev.s3logkit.common.FormatException when the inventory cannot be read
    /// @throws PlanExistsException when the date is planned from another inventory
    /// @throws InventoryTooLargeException when there is not time enough to read it
    public OrchestrationReport run(OrchestrationRequest request, RunWatch watch)
            throws IOException {
        RequestCounts before = store.requests();
        Inventory inventory = InventoryFinder.inS3(store, request.inventory());
        if (request.mode() == Mode.DRY_RUN) {
            return dryRun(config, inventory, request.selection(), request.limits(), watch)
                    .withRequests(store.requests().since(before));
        }
        PlanNames names = PlanNames.of(request.manifests(), request.selection().date());
        PlanStore plans = new PlanStore(store, names);
        List<PlanHeader> existing = plans.plans();
        PlanHeader wanted = header(inventory, request, existing);
        OrchestrationReport planned =
                wanted.number() <= existing.size() && plans.isWritten(wanted.number())
                        ? OrchestrationReport.planned(
                                names.plan(wanted.number()), null, PlanTotals.NONE)
                        : plan(plans, wanted, existing, inventory, watch);
        int last = planned.status() == Status.EMPTY ? existing.size() : wanted.number();
        OrchestrationReport report =
                request.mode() == Mode.START && (planned.status() != Status.EMPTY || last > 0)
                        ? start(plans, request, Math.max(last, existing.size()), planned, watch)
                        : planned;
        return report.withRequests(store.requests().since(before));
    }

    /// The plan that there is of this inventory, or the one that is to be made.
    private static PlanHeader header(
            Inventory inventory, OrchestrationRequest request, List<PlanHeader> existing) {
        for (PlanHeader plan : existing) {
            PlanHeader same = header(inventory, request, plan.number());
            if (plan.equals(same)) {
                return plan;
            }
        }
        PlanHeader wanted = header(inventory, request, existing.size() + 1);
        if (!existing.isEmpty() && !request.supplement()) {
            PlanNames names = PlanNames.of(request.manifests(), request.selection().date());
            throw new PlanExistsException(names.plan(1), existing.getFirst(), wanted);
        }
        return wanted;
    }

    private static PlanHeader header(
            Inventory inventory, OrchestrationRequest request, int number) {
        return new PlanHeader(
                inventory.name(),
                inventory.version(),
                request.selection(),
                request.limits(),
                number);
    }

    private OrchestrationReport plan(
            PlanStore plans,
            PlanHeader header,
            List<PlanHeader> existing,
            Inventory inventory,
            RunWatch watch)
            throws IOException {
        PlanNames names = plans.names();
        try (PlanRows rows = new PlanRows(config.scratch(), config.sortMemory())) {
            for (PlanHeader earlier : existing.subList(0, header.number() - 1)) {
                if (!plans.isWritten(earlier.number())) {
                    throw new PlanIncompleteException(names.plan(earlier.number()), earlier);
                }
                plans.addPlanned(earlier, rows);
            }
            Tally tally =
                    new InventoryScan(inventory, header.selection(), new Pace(inventory, watch))
                            .run(config.threads(), rows::target);
            try (PlanDraft draft = PlanDraft.of(header, names, rows, tally, config.scratch())) {
                report(plans, header, tally, draft);
                if (draft.totals().objects() == 0) {
                    return OrchestrationReport.empty(tally, draft.totals());
                }
                plans.write(header, draft);
                return OrchestrationReport.planned(
                        names.plan(header.number()), tally, draft.totals());
            }
        }
    }

    /// Writes what people should look at, if there is anything.
    private static void report(PlanStore plans, PlanHeader header, Tally tally, PlanDraft draft)
            throws IOException {
        String digest = digest(header.inventory() + " " + header.inventoryVersion());
        if (draft.rejectCount() > 0) {
            plans.writeReport(plans.names().rejects(digest), "application/jsonl", draft.rejects());
        }
        if (!tally.examples().isEmpty()) {
            plans.writeReport(
                    plans.names().unknown(digest),
                    "application/json",
                    new ByteArrayInputStream(ReportJson.unknown(header, tally).getBytes(UTF_8)));
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private OrchestrationReport start(
            PlanStore plans,
            OrchestrationRequest request,
            int count,
            OrchestrationReport planned,
            RunWatch watch)
            throws IOException {
        Dispatcher dispatcher =
                new Dispatcher(
                        store,
                        plans.names(),
                        archives,
                        compressor,
                        new Pacer(config.startsPerSecond()),
                        clock,
                        config.patience(),
                        request.deleteSources(),
                        failures(plans.names()));
        DispatchCounts sum = DispatchCounts.NONE;
        @Nullable Cursor next = null;
        for (int number = request.cursor().plan(); number <= count && next == null; number++) {
            long skip = number == request.cursor().plan() ? request.cursor().part() : 0;
            try (PlanReader reader = plans.read(number)) {
                DispatchCounts counts =
                        dispatcher.run(reader, skip, () -> watch.millisLeft() > RESERVE_MILLIS);
                sum = sum.plus(counts);
                if (counts.left() > 0) {
                    next = new Cursor(number, skip + counts.looked());
                }
            }
        }
        return planned.dispatched(sum, Optional.ofNullable(next));
    }

    /// What failed since the date was planned.
    private Map<S3Uri, Instant> failures(PlanNames names) throws IOException {
        String compressorArn = config.compressorArn();
        Instant planned =
                store.head(names.plan(1)).map(ObjectInfo::lastModified).orElse(Instant.MAX);
        return compressorArn == null
                ? Map.of()
                : FailureRecords.read(store, names, compressorArn, planned);
    }

    /// Tells what a run would do, without writing. The manifests are at least so many.
    public static OrchestrationReport dryRun(
            OrchestratorConfig config,
            Inventory inventory,
            Selection selection,
            PlanLimits limits,
            RunWatch watch)
            throws IOException {
        List<GroupTable> tables = new ArrayList<>();
        Tally tally =
                new InventoryScan(inventory, selection, new Pace(inventory, watch))
                        .run(
                                config.threads(),
                                () -> {
                                    GroupTable table = new GroupTable();
                                    tables.add(table);
                                    return table;
                                });
        Map<String, GroupTable.Total> groups = GroupTable.totals(tables);
        long objects = 0;
        long bytes = 0;
        long manifests = 0;
        for (GroupTable.Total group : groups.values()) {
            objects += group.objects();
            bytes += group.bytes();
            manifests += limits.manifests(group.objects(), group.bytes());
        }
        PlanTotals totals = new PlanTotals(groups.size(), manifests, objects, bytes, 0, 0);
        return OrchestrationReport.dryRun(
                tally, totals, groups, Estimate.of(objects, bytes, manifests));
    }
}
