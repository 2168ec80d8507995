package dev.s3logkit.local.archive;

import dev.s3logkit.local.archive.grep.LinePattern;
import dev.s3logkit.local.archive.grep.PathGlob;
import java.util.List;

/// What `archive grep` looks for, and what it tells.
///
/// @param paths the files that are searched; empty for all
/// @param several whether there are several archives, so that results name theirs
record GrepOptions(
        LinePattern pattern, List<PathGlob> paths, Tells tells, boolean numbers, boolean several) {

    /// What is told of a file.
    enum Tells {
        /// Its lines that match.
        LINES,
        /// Its name, when a line matches.
        NAMES,
        /// How many lines match.
        COUNTS,
        /// Nothing; the exit code says whether any line matches.
        NOTHING
    }
}
