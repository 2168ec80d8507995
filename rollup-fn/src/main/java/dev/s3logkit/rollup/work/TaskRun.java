package dev.s3logkit.rollup.work;

import dev.s3logkit.common.archive.tar.TableEntry;
import dev.s3logkit.common.archive.tar.TableOfContents;
import dev.s3logkit.common.s3.DeleteOutcome;
import dev.s3logkit.common.s3.Deletion;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Source;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.rollup.find.FindRules;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.task.TaskSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// One run of one task, step by step: look, archive, prove, delete.
final class TaskRun {

    private final WorkRules rules;
    private final Clock clock;
    private final RollupTask task;
    private final ObjectStore store;
    private final Deadline deadline;
    private final Set<String> names = new HashSet<>();
    private int proven;

    TaskRun(WorkRules rules, Clock clock, RollupTask task, ObjectStore store, Deadline deadline) {
        this.rules = rules;
        this.clock = clock;
        this.task = task;
        this.store = store;
        this.deadline = deadline;
        task.sources().forEach(source -> names.add(source.name()));
    }

    TaskReport run() throws IOException {
        deadline.require("before the task was begun");
        // In this order: what is deleted between the two listings is in a tarball of the second.
        Map<String, ObjectInfo> present = present();
        DayObjects day = new DayObjects(store, task.tarballs(), names);
        List<DayObject> objects = day.list();
        Plan plan = Plan.of(task, present, objects);
        removeDeadClaims(objects);
        TarballUpload.Made made = null;
        long tarballBytes = 0;
        if (!plan.archive().isEmpty()) {
            TarballUpload upload = new TarballUpload(rules, task, store, deadline);
            made = upload.upload(plan.archive(), day, objects);
            tarballBytes = prove(made);
        }
        List<ObjectInfo> deleted = List.of();
        if (rules.delete() && isOldEnough()) {
            for (Map.Entry<DayObject.Tarball, List<ObjectInfo>> held : plan.held().entrySet()) {
                prove(held.getKey(), held.getValue());
            }
            deleted = delete(plan, made != null && made.tarball().made());
        }
        return new TaskReport(
                names.size(),
                plan.archive().size(),
                bytes(plan.archive()),
                names.size() - plan.archive().size(),
                made == null ? null : made.tarball().uri(),
                tarballBytes,
                proven,
                deleted.size(),
                bytes(deleted));
    }

    /// Removes claims with a log that a tarball holds: who put one and still lives finds that
    /// tarball and withdraws, who was killed left it for ever.
    private void removeDeadClaims(List<DayObject> objects) {
        Set<LogId> held = new HashSet<>();
        for (DayObject object : objects) {
            if (object instanceof DayObject.Tarball tarball) {
                held.addAll(tarball.logs());
            }
        }
        for (DayObject object : objects) {
            if (object instanceof DayObject.Claimed claim
                    && !Collections.disjoint(claim.logs(), held)) {
                try {
                    store.delete(claim.object().uri(), claim.object().etag());
                } catch (IOException _) {
                    // One that stays is removed by the next worker that meets it.
                }
            }
        }
    }

    private boolean isOldEnough() {
        FindRules now = FindRules.of(clock.instant(), rules.minAgeDays(), Duration.ZERO);
        return !task.day().isAfter(now.lastDay());
    }

    private static long bytes(List<ObjectInfo> objects) {
        return objects.stream().mapToLong(ObjectInfo::size).sum();
    }

    /// The logs of the task that are there, by their names.
    private Map<String, ObjectInfo> present() throws IOException {
        Map<String, ObjectInfo> present = new HashMap<>();
        store.list(
                task.prefix().append(commonStart()),
                object -> {
                    String name = task.nameOf(object.uri());
                    if (names.contains(name)) {
                        present.put(name, object);
                    }
                });
        return present;
    }

    /// What all names of the task start with, so that the rest of a large day is not listed.
    private String commonStart() {
        List<TaskSource> sources = task.sources();
        String first = sources.getFirst().name();
        String last = sources.getLast().name();
        int length = 0;
        while (length < Math.min(first.length(), last.length())
                && first.charAt(length) == last.charAt(length)
                && !Character.isSurrogate(first.charAt(length))) {
            length++;
        }
        return first.substring(0, length);
    }

    /// Returns the size of the tarball.
    private long prove(TarballUpload.Made made) throws IOException {
        Completion.Completed tarball = made.tarball();
        Map<String, DayObject.Body> expected = new HashMap<>();
        for (TableEntry entry : made.table().entries()) {
            expected.put(entry.name(), new DayObject.Body(entry.size(), entry.crc32()));
        }
        ObjectInfo object = prove(tarball.uri(), tarball.etag(), expected);
        if (tarball.made()) {
            try (S3Source source = new S3Source(store, object)) {
                if (!TableOfContents.read(source).equals(Optional.of(made.table()))) {
                    throw new TaskFailedException(
                            "%s has another table of contents than was written; nothing is deleted"
                                    .formatted(source.name()));
                }
            }
        }
        return object.size();
    }

    private void prove(DayObject.Tarball tarball, List<ObjectInfo> logs) throws IOException {
        Map<String, DayObject.Body> expected = new HashMap<>();
        for (ObjectInfo log : logs) {
            LogId id = new LogId(task.nameOf(log.uri()), log.etag());
            expected.put(id.name(), Objects.requireNonNull(tarball.bodies().get(id)));
        }
        prove(tarball.object().uri(), tarball.object().etag(), expected);
    }

    private ObjectInfo prove(S3Uri tarball, String etag, Map<String, DayObject.Body> expected)
            throws IOException {
        ObjectInfo object = Proof.require(store, tarball, etag, expected, deadline);
        proven += expected.size();
        return object;
    }

    /// Deletes what is proven to be in tarballs, each log only if it is still the same.
    ///
    /// @param made whether the new tarball is ours: then nobody else may have deleted its logs
    private List<ObjectInfo> delete(Plan plan, boolean made) throws IOException {
        deadline.require("before logs were deleted");
        Map<String, ObjectInfo> present = present();
        List<ObjectInfo> deletable = new ArrayList<>();
        for (ObjectInfo log : plan.archive()) {
            if (made && !present.containsKey(task.nameOf(log.uri()))) {
                throw new TaskFailedException(
                        "%s vanished while it was worked on; it is in the tarball, and nothing is deleted"
                                .formatted(log.uri()));
            }
            deletable.add(log);
        }
        plan.held().values().forEach(deletable::addAll);
        deletable.removeIf(log -> !present.containsKey(task.nameOf(log.uri())));
        for (ObjectInfo log : deletable) {
            requireSame(log, Objects.requireNonNull(present.get(task.nameOf(log.uri()))).etag());
        }
        List<DeleteOutcome> outcomes = store.delete(deletable.stream().map(Deletion::of).toList());
        for (int i = 0; i < outcomes.size(); i++) {
            ObjectInfo log = deletable.get(i);
            switch (outcomes.get(i)) {
                case DeleteOutcome.Deleted() -> {}
                case DeleteOutcome.Changed() ->
                        throw new TaskFailedException(
                                "%s was changed while it was worked on; it is left as it is"
                                        .formatted(log.uri()));
                case DeleteOutcome.Failed(String code, String message) ->
                        throw new TaskFailedException(
                                "%s could not be deleted: %s %s"
                                        .formatted(log.uri(), code, message));
            }
        }
        return deletable;
    }

    private static void requireSame(ObjectInfo log, String etag) throws TaskFailedException {
        if (!log.etag().equals(etag)) {
            throw new TaskFailedException(
                    "%s was changed while it was worked on: its ETag was %s and is %s; nothing is deleted"
                            .formatted(log.uri(), log.etag(), etag));
        }
    }
}
