package dev.s3logkit.rollup.work;

import dev.s3logkit.common.s3.ObjectInfo;
import java.util.Map;
import java.util.Set;

/// What stands beside the logs of a day under the name of a tarball. Of its logs, only those whose
/// names are in the task are known.
sealed interface DayObject {

    /// As it was listed.
    ObjectInfo object();

    /// The logs that it holds, or is to hold.
    Set<LogId> logs();

    /// A complete tarball.
    ///
    /// @param bodies what is known of the logs
    /// @param entries how many logs it holds in all
    record Tarball(ObjectInfo object, Map<LogId, Body> bodies, int entries) implements DayObject {

        @Override
        public Set<LogId> logs() {
            return bodies.keySet();
        }
    }

    /// A worker is about to put a tarball there, or was.
    record Claimed(ObjectInfo object, Set<LogId> logs) implements DayObject {}

    /// What the bytes of a log have to be.
    record Body(long size, long crc32) {}
}
