package dev.s3logkit.rollup.work;

import dev.s3logkit.common.archive.tar.TableOfContents;
import dev.s3logkit.common.archive.tar.TarballSource;
import dev.s3logkit.common.archive.tar.TarballWriter;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.OrderedFetch;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.task.TarballName;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Fetches logs and streams them into a new tarball. Memory holds what is under way, not the logs.
final class TarballUpload {

    private static final int PART_BYTES = 8 << 20;

    /// Bytes of logs held in memory at a time.
    private static final long FETCHED_BYTES = 32L << 20;

    /// Larger logs are read as streams.
    private static final int WHOLE_BYTES = 4 << 20;

    private final WorkRules rules;
    private final RollupTask task;
    private final ObjectStore store;
    private final Deadline deadline;

    /// A tarball that is there to stay.
    ///
    /// @param table as we made it; that of an equal tarball of another worker may differ in
    ///   positions
    record Made(Completion.Completed tarball, TableOfContents table) {}

    TarballUpload(WorkRules rules, RollupTask task, ObjectStore store, Deadline deadline) {
        this.rules = rules;
        this.task = task;
        this.store = store;
        this.deadline = deadline;
    }

    /// Makes a tarball of these logs.
    ///
    /// @param logs in the order of their names
    /// @param listed what was there of the day
    Made upload(List<ObjectInfo> logs, DayObjects day, List<DayObject> listed) throws IOException {
        S3Uri uri = freeName(logs, listed);
        Set<LogId> ids = HashSet.newHashSet(logs.size());
        logs.forEach(log -> ids.add(new LogId(name(log), log.etag())));
        try (ObjectWriter out = store.create(uri, options(logs));
                TarballWriter tarball =
                        new TarballWriter(
                                out, rules.format(), Runtime.getRuntime().availableProcessors())) {
            fetch(logs, tarball);
            TableOfContents table = tarball.finish();
            deadline.require("when the tarball was to be completed");
            Completion completion = new Completion(store, day, uri, ids, rules.claimWait());
            return new Made(completion.complete(out), table);
        }
    }

    private void fetch(List<ObjectInfo> logs, TarballWriter tarball) throws IOException {
        OrderedFetch.Limits limits =
                new OrderedFetch.Limits(rules.requests(), FETCHED_BYTES, WHOLE_BYTES);
        int added = 0;
        try (OrderedFetch fetch =
                new OrderedFetch(
                        store, logs.stream().map(OrderedFetch.Wanted::of).iterator(), limits)) {
            for (Optional<OrderedFetch.Fetched> next = fetch.next();
                    next.isPresent();
                    next = fetch.next()) {
                deadline.require("after %d of %d logs".formatted(added, logs.size()));
                ObjectInfo log = logs.get(added++);
                switch (next.get()) {
                    case OrderedFetch.Fetched.Whole whole ->
                            tarball.add(source(whole.info()), whole.content());
                    case OrderedFetch.Fetched.Opened opened ->
                            tarball.add(source(opened.body().info()), opened.body());
                    case OrderedFetch.Fetched.Failed failed ->
                            throw new TaskFailedException(
                                    "%s could not be read as it was listed; nothing is deleted: %s"
                                            .formatted(log.uri(), failed.failure().getMessage()),
                                    failed.failure());
                }
            }
        }
    }

    private TarballSource source(ObjectInfo log) {
        return new TarballSource(name(log), log.size(), log.lastModified(), log.etag());
    }

    private String name(ObjectInfo log) {
        return task.nameOf(log.uri());
    }

    private CreateOptions options(List<ObjectInfo> logs) {
        long bytes = logs.stream().mapToLong(ObjectInfo::size).sum();
        return new CreateOptions(
                        rules.format().contentType(),
                        rules.storageClass(),
                        Map.of(
                                "originalfilecount", Integer.toString(logs.size()),
                                "originalfilesize", Long.toString(bytes)),
                        PART_BYTES,
                        true)
                .withHeadLast();
    }

    /// The name that the names of the logs give, with so many digits that no tarball has it.
    private S3Uri freeName(List<ObjectInfo> logs, List<DayObject> listed)
            throws TaskFailedException {
        Set<S3Uri> taken = new HashSet<>();
        for (DayObject object : listed) {
            if (object instanceof DayObject.Tarball) {
                taken.add(object.object().uri());
            }
        }
        String digest = TarballName.digest(logs.stream().map(this::name).toList());
        for (int digits = TarballName.DIGITS; digits <= digest.length(); digits *= 2) {
            S3Uri uri =
                    task.tarballs()
                            .append(digest.substring(0, digits) + rules.format().extension());
            if (!taken.contains(uri)) {
                return uri;
            }
        }
        throw new TaskFailedException(
                "%s: every name for these logs is taken".formatted(task.tarballs()));
    }
}
