package dev.s3logkit.rollup.find;

import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.rollup.task.RollupTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts the objects of all listings. Safe for use by any number of threads.
final class Census {

    private static final int MAX_REMARKS = 100;

    private final Map<String, Long> objects = new HashMap<>();
    private final Map<String, Long> bytes = new HashMap<>();
    private final List<String> remarks = new ArrayList<>();

    synchronized void count(Kind kind, ObjectInfo object) {
        objects.merge(kind.plural(), 1L, Long::sum);
        bytes.merge(kind.plural(), object.size(), Long::sum);
        switch (kind) {
            case TOO_LARGE ->
                    remark(
                            object,
                            "has %d bytes, more than the %d of a task; it is left as it is"
                                    .formatted(object.size(), RollupTask.MAX_BYTES));
            case FOLDER -> remark(object, "has the name of a log, but is the marker of a folder");
            case LOG, YOUNG, TARBALL, OTHER -> {}
        }
    }

    private void remark(ObjectInfo object, String sentence) {
        if (remarks.size() < MAX_REMARKS) {
            remarks.add(object.uri() + " " + sentence);
        }
    }

    synchronized Map<String, Long> objects() {
        return Map.copyOf(objects);
    }

    synchronized Map<String, Long> bytes() {
        return Map.copyOf(bytes);
    }

    synchronized List<String> remarks() {
        return List.copyOf(remarks);
    }
}
