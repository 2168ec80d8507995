package dev.s3logkit.rollup.find;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.s3.WrongRegionException;
import dev.s3logkit.rollup.task.LogKey;
import dev.s3logkit.rollup.task.RollupTask;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Finds the logs below prefixes, at any depth, and cuts them into tasks. Several prefixes are
/// listed at the same time, and their tasks come mixed. What is held in memory depends neither on
/// the number of objects nor on that of prefixes.
public final class LogFinder {

    /// Prefixes listed at the same time; each holds a page of the listing and a task.
    private static final int LISTINGS = 8;

    /// Logs of the tasks that are held back to be mixed: two of the largest, or many small ones.
    private static final int HELD_SOURCES = 2 * RollupTask.MAX_OBJECTS;

    private final ObjectStore store;
    private final @Nullable String region;
    private final FindRules rules;
    private final int maxMessageBytes;

    /// @param region where buckets have to be, or null for anywhere
    /// @param maxMessageBytes what the message of a task may have at the most
    public LogFinder(
            ObjectStore store, @Nullable String region, FindRules rules, int maxMessageBytes) {
        this.store = store;
        this.region = region;
        this.rules = rules;
        this.maxMessageBytes = maxMessageBytes;
    }

    /// Hands out the tasks of all logs whose key starts with one of the prefixes. A prefix that
    /// cannot be listed keeps no other from being searched.
    ///
    /// @param role put into every task
    /// @param sink called by this thread
    /// @throws IOException what the sink throws
    public FindReport find(@Nullable String role, List<S3Uri> prefixes, TaskSink sink)
            throws IOException {
        Search search = new Search(role, distinct(prefixes));
        int listed = search.left.size();
        long tasks = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int running = Math.min(LISTINGS, listed);
            for (int i = 0; i < running; i++) {
                threads.execute(search);
            }
            Interleaver mixed = new Interleaver(HELD_SOURCES);
            try {
                while (running > 0) {
                    switch (search.events.take()) {
                        case Event.Found found -> mixed.add(found.task);
                        case Event.Ended() -> running--;
                    }
                    for (RollupTask task = mixed.excess(); task != null; task = mixed.excess()) {
                        sink.take(task);
                        tasks++;
                    }
                }
                for (RollupTask task = mixed.next(); task != null; task = mixed.next()) {
                    sink.take(task);
                    tasks++;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while logs were searched");
            } finally {
                threads.shutdownNow();
            }
        }
        return new FindReport(
                listed,
                tasks,
                search.census.objects(),
                search.census.bytes(),
                search.census.remarks(),
                search.failures);
    }

    /// Prefixes of which none lies below another, so that no object is found twice.
    private static Set<S3Uri> distinct(List<S3Uri> prefixes) {
        Set<S3Uri> distinct = new LinkedHashSet<>(prefixes);
        S3Uri above = null;
        for (S3Uri prefix :
                distinct.stream().sorted(Comparator.comparing(S3Uri::toString)).toList()) {
            if (above != null && prefix.toString().startsWith(above.toString())) {
                distinct.remove(prefix);
            } else {
                above = prefix;
            }
        }
        return distinct;
    }

    private sealed interface Event {
        record Found(RollupTask task) implements Event {}

        /// One of the threads that list has nothing left to do.
        record Ended() implements Event {}
    }

    /// What each of the listing threads runs.
    private final class Search implements Runnable {

        private final @Nullable String role;
        private final Queue<S3Uri> left;
        private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(LISTINGS);
        private final Census census = new Census();
        private final Map<String, String> regions = new ConcurrentHashMap<>();
        private final Map<S3Uri, IOException> failures = new ConcurrentHashMap<>();

        Search(@Nullable String role, Set<S3Uri> prefixes) {
            this.role = role;
            this.left = new ConcurrentLinkedQueue<>(prefixes);
        }

        @Override
        public void run() {
            try {
                for (S3Uri prefix = left.poll(); prefix != null; prefix = left.poll()) {
                    try {
                        requireRegion(prefix);
                        list(prefix);
                    } catch (InterruptedIOException e) {
                        Thread.currentThread().interrupt();
                        return;
                    } catch (IOException e) {
                        failures.put(prefix, e);
                    } catch (RuntimeException e) {
                        failures.put(prefix, new IOException(prefix + ": " + e, e));
                    }
                }
                events.put(new Event.Ended());
            } catch (InterruptedException e) {
                // The search was given up; nobody waits for events any more.
                Thread.currentThread().interrupt();
            }
        }

        /// Traffic between regions costs more than a rollup saves.
        private void requireRegion(S3Uri prefix) throws IOException {
            if (region == null) {
                return;
            }
            String found = regions.get(prefix.bucket());
            if (found == null) {
                found = store.region(prefix.bucket()).orElse(region);
                regions.put(prefix.bucket(), found);
            }
            if (!found.equals(region)) {
                throw new WrongRegionException(prefix, "LIST", found, null);
            }
        }

        private void list(S3Uri prefix) throws IOException {
            TaskCutter cutter = new TaskCutter(role, maxMessageBytes, this::found);
            store.list(
                    prefix,
                    object -> {
                        LogKey log = LogKey.parse(object.uri().key());
                        Kind kind = Kind.of(object, log, rules);
                        census.count(kind, object);
                        if (log != null && kind == Kind.LOG) {
                            cutter.add(object, log);
                        }
                    });
            cutter.end();
        }

        private void found(RollupTask task) throws IOException {
            try {
                events.put(new Event.Found(task));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the search was given up");
            }
        }
    }
}
