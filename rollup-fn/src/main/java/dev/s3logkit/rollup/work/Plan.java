package dev.s3logkit.rollup.work;

import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.task.TaskSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is to be done with the logs of a task.
///
/// @param archive logs that no tarball holds, in the order of their names
/// @param held logs that are there although a tarball holds them, by that tarball
/// @param gone how many are not there any more, and in a tarball
record Plan(List<ObjectInfo> archive, Map<DayObject.Tarball, List<ObjectInfo>> held, int gone) {

    /// @param present the logs that are there, by name, listed before the tarballs
    /// @param day what stood beside them afterwards
    /// @throws TaskFailedException names a log that is neither there nor in a tarball, or that is
    ///   another than the task means
    static Plan of(RollupTask task, Map<String, ObjectInfo> present, List<DayObject> day)
            throws TaskFailedException {
        Map<LogId, DayObject.Tarball> byLog = new LinkedHashMap<>();
        Map<String, DayObject.Tarball> byName = new LinkedHashMap<>();
        for (DayObject object : day) {
            if (object instanceof DayObject.Tarball tarball) {
                for (LogId log : tarball.logs()) {
                    byLog.put(log, tarball);
                    byName.put(log.name(), tarball);
                }
            }
        }
        List<ObjectInfo> archive = new ArrayList<>();
        Map<DayObject.Tarball, List<ObjectInfo>> held = new LinkedHashMap<>();
        int gone = 0;
        for (TaskSource source : task.sources()) {
            ObjectInfo there = present.get(source.name());
            if (there == null) {
                if (!byName.containsKey(source.name())) {
                    throw new TaskFailedException(
                            "%s is not there, and no tarball of its day holds it"
                                    .formatted(task.uri(source)));
                }
                gone++;
                continue;
            }
            DayObject.Tarball holder = byLog.get(new LogId(source.name(), there.etag()));
            if (holder != null) {
                held.computeIfAbsent(holder, _ -> new ArrayList<>()).add(there);
            } else if (source.etag() != null && !source.etag().equals(there.etag())) {
                throw new TaskFailedException(
                        "%s was changed after it was found: its ETag was %s and is %s; nothing is deleted"
                                .formatted(there.uri(), source.etag(), there.etag()));
            } else {
                archive.add(there);
            }
        }
        return new Plan(archive, held, gone);
    }
}
