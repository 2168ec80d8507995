package dev.s3logkit.rollup.find;

import dev.s3logkit.rollup.task.RollupTask;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Holds tasks back for a while, so that those of one log prefix do not follow each other when
/// there are others: S3 limits the requests per prefix, and workers take tasks about in the order
/// in which they were sent.
final class Interleaver {

    private static final Pattern DAY_FOLDERS = Pattern.compile("\\d{4}/\\d{2}/\\d{2}/$");

    private final int maxSources;
    private final SequencedMap<String, Deque<RollupTask>> waiting = new LinkedHashMap<>();
    private int sources;

    /// @param maxSources logs of all tasks that are held
    Interleaver(int maxSources) {
        this.maxSources = maxSources;
    }

    void add(RollupTask task) {
        sources += task.sources().size();
        waiting.computeIfAbsent(logPrefix(task), _ -> new ArrayDeque<>()).add(task);
    }

    /// The next task when too much is held, else null.
    @Nullable RollupTask excess() {
        return sources > maxSources ? next() : null;
    }

    /// The oldest task of the prefix whose turn it is, or null when there is none at all.
    @Nullable RollupTask next() {
        Map.Entry<String, Deque<RollupTask>> turn = waiting.pollFirstEntry();
        if (turn == null) {
            return null;
        }
        RollupTask task = turn.getValue().remove();
        if (!turn.getValue().isEmpty()) {
            waiting.put(turn.getKey(), turn.getValue());
        }
        sources -= task.sources().size();
        return task;
    }

    /// What the logs of all days have in common.
    private static String logPrefix(RollupTask task) {
        return DAY_FOLDERS.matcher(task.prefix().toString()).replaceFirst("");
    }
}
