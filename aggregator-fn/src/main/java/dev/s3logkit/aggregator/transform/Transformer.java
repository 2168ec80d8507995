package dev.s3logkit.aggregator.transform;

import dev.s3logkit.aggregator.staging.FragmentName;
import dev.s3logkit.aggregator.staging.FragmentSet;
import dev.s3logkit.aggregator.staging.GroupFolder;
import dev.s3logkit.aggregator.staging.Lease;
import dev.s3logkit.aggregator.staging.SourceHashSet;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Writes staged groups out: for each group that is ready one set after the other is made, emitted,
/// entered in the ledger and removed. Stopped at any point, the next run goes on from there.
public final class Transformer {

    /// Fragments in one set; more make further sets.
    static final int MAX_FRAGMENTS = 5_000;

    /// Bytes of fragments after which a set is complete, so that it can be sorted on the disk of a
    /// function, and written before its time is over.
    static final long MAX_SET_BYTES = 1L << 30;

    /// Temporary files older than this belong to a process that died: no function runs so long.
    private static final Duration ORPHANED = Duration.ofHours(24);

    private final TransformConfig config;
    private final List<OutputTarget> targets;
    private final List<OutputTarget> archives;
    private final Clock clock;
    private final SetPlanner planner;

    /// Told of each group while the run goes on.
    @FunctionalInterface
    public interface Listener {
        /// A group could not be finished; its fragments are all there, and the others go on.
        void failed(String group, Exception failure);

        /// A set of the group is written, entered in the ledger and removed.
        ///
        /// @param report of the run so far
        default void finished(String group, TransformReport report) {}
    }

    /// @param targets receive every output file
    /// @param archives receive the processed records as gzip text besides
    public Transformer(
            TransformConfig config,
            List<OutputTarget> targets,
            List<OutputTarget> archives,
            Clock clock) {
        this.config = config;
        this.targets = List.copyOf(targets);
        this.archives = List.copyOf(archives);
        this.clock = clock;
        this.planner = new SetPlanner(config);
    }

    /// Writes out every group that is ready.
    ///
    /// @param all takes groups that are not quiet too
    /// @param goOn asked before each set; false ends the run in good order
    public TransformReport run(boolean all, BooleanSupplier goOn, Listener listener)
            throws IOException {
        TransformReport report = new TransformReport();
        for (GroupFolder folder : GroupFolder.waiting(config.staging())) {
            if (!goOn.getAsBoolean()) {
                report.groupWaits();
                continue;
            }
            try {
                group(folder, all, goOn, report, listener);
            } catch (IOException | RuntimeException e) {
                // Whatever it is, it is this group's alone.
                report.groupFailed();
                listener.failed(folder.group().toString(), e);
            }
        }
        expire(goOn, report, listener);
        return report;
    }

    private void group(
            GroupFolder folder,
            boolean all,
            BooleanSupplier goOn,
            TransformReport report,
            Listener listener)
            throws IOException {
        Instant now = clock.instant();
        if (!all && !isReady(folder.fragments(), now) && folder.readSets().isEmpty()) {
            folder.sweepTemporary(now.minus(ORPHANED));
            report.groupWaits();
            return;
        }
        Optional<Lease> taken = Lease.acquire(folder.sets(), clock, config.lease());
        if (taken.isEmpty()) {
            report.groupHeld();
            return;
        }
        try (Lease _ = taken.get()) {
            report.groupTaken();
            boolean more = true;
            while (more && goOn.getAsBoolean()) {
                more = nextSet(folder, all, report);
                listener.finished(folder.group().toString(), report);
            }
            folder.sweepTemporary(now.minus(ORPHANED));
        }
    }

    /// Finishes the unfinished set, or else makes and finishes the next; false when nothing is
    /// left.
    private boolean nextSet(GroupFolder folder, boolean all, TransformReport report)
            throws IOException {
        NavigableMap<Integer, FragmentSet> sets = folder.readSets();
        SourceHashSet known = folder.readLedgers(sets.keySet());
        Set<String> finished = new HashSet<>();
        for (FragmentSet set : sets.values()) {
            if (Files.exists(folder.ledger(set.number()))) {
                finished.addAll(set.fragments());
            } else {
                finish(folder, set, known, report);
                return true;
            }
        }
        List<FragmentName> fresh = new ArrayList<>();
        List<String> leftOver = new ArrayList<>();
        for (FragmentName fragment : folder.fragments()) {
            if (finished.contains(fragment.fileName())) {
                leftOver.add(fragment.fileName());
            } else {
                fresh.add(fragment);
            }
        }
        folder.removeFragments(leftOver);
        if (fresh.isEmpty()) {
            return false;
        }
        if (!all && !isReady(fresh, clock.instant())) {
            report.groupWaits();
            return false;
        }
        int number = sets.isEmpty() ? 1 : sets.lastKey() + 1;
        Optional<FragmentSet> made =
                folder.create(planner.plan(folder, number, choose(folder, fresh), known));
        if (made.isEmpty()) {
            // Another process was quicker; the next run sees its set.
            return false;
        }
        finish(folder, made.get(), known, report);
        return true;
    }

    /// The first fragments, as many as one set may have.
    private static List<FragmentName> choose(GroupFolder folder, List<FragmentName> fresh)
            throws IOException {
        long bytes = 0;
        int count = 0;
        while (count < fresh.size() && count < MAX_FRAGMENTS && bytes < MAX_SET_BYTES) {
            bytes += Files.size(folder.fragment(fresh.get(count).fileName()));
            count++;
        }
        return fresh.subList(0, count);
    }

    private void finish(
            GroupFolder folder, FragmentSet set, SourceHashSet known, TransformReport report)
            throws IOException {
        new SetEmitter(config, targets, archives, folder, set).emit(known, report);
        folder.removeFragments(set.fragments());
    }

    private boolean isReady(List<FragmentName> fragments, Instant now) {
        long oldest = Long.MAX_VALUE;
        long newest = Long.MIN_VALUE;
        for (FragmentName fragment : fragments) {
            oldest = Math.min(oldest, fragment.createdMillis());
            newest = Math.max(newest, fragment.createdMillis());
        }
        return !fragments.isEmpty()
                && (now.toEpochMilli() - newest >= config.quiet().toMillis()
                        || now.toEpochMilli() - oldest >= config.maxWait().toMillis());
    }

    private void expire(BooleanSupplier goOn, TransformReport report, Listener listener)
            throws IOException {
        Instant before = clock.instant().minus(config.keepLedger());
        for (GroupFolder folder : GroupFolder.recorded(config.staging())) {
            long end = folder.group().start() + folder.group().seconds();
            try {
                if (Instant.ofEpochSecond(end).isBefore(before)
                        && goOn.getAsBoolean()
                        && folder.isExpired(before)) {
                    expire(folder, before);
                }
            } catch (IOException e) {
                report.groupFailed();
                listener.failed(folder.group().toString(), e);
            }
        }
    }

    private void expire(GroupFolder folder, Instant before) throws IOException {
        Optional<Lease> taken = Lease.acquire(folder.sets(), clock, config.lease());
        if (taken.isPresent()) {
            try (Lease _ = taken.get()) {
                if (folder.isExpired(before)) {
                    folder.expire();
                }
            }
        }
    }
}
