package dev.s3logkit.rollup.find;

import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.rollup.task.LogKey;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.task.TarballName;
import org.jspecify.annotations.Nullable;

/// What an object of a listing is to the rollup.
enum Kind {
    /// A log that goes into a task.
    LOG("logs"),
    /// A log that a later run takes.
    YOUNG("young"),
    /// A log that is larger than a whole task may be.
    TOO_LARGE("too_large"),
    /// The name of a log, with the slash of a folder behind it.
    FOLDER("folders"),
    /// A tarball of the rollup.
    TARBALL("tarballs"),
    /// Anything else.
    OTHER("others");

    private final String plural;

    Kind(String plural) {
        this.plural = plural;
    }

    /// How counts call it.
    String plural() {
        return plural;
    }

    /// @param log the object's key taken apart, or null when it is no log's
    static Kind of(ObjectInfo object, @Nullable LogKey log, FindRules rules) {
        String key = object.uri().key();
        if (log == null) {
            boolean folder = key.endsWith("/");
            if (folder && LogKey.parse(key.substring(0, key.length() - 1)) != null) {
                return FOLDER;
            }
            return TarballName.isTarball(key) ? TARBALL : OTHER;
        }
        if (log.day().isAfter(rules.lastDay())
                || object.lastModified().isAfter(rules.lastModified())) {
            return YOUNG;
        }
        return object.size() > RollupTask.MAX_BYTES ? TOO_LARGE : LOG;
    }
}
