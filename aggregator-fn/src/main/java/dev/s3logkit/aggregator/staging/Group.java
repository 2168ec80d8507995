package dev.s3logkit.aggregator.staging;

import java.time.DateTimeException;
import java.util.Optional;

/// The partitions of one scope that are written out together: one aggregation window.
///
/// @param start first second of the window, seconds since 1970
/// @param seconds length of the window
public record Group(String scope, long start, int seconds) {

    /// The folder name below the scope: `20190206T000000Z-900`.
    public String folderName() {
        return Partition.stamp(start) + "-" + seconds;
    }

    /// Reads a folder name; empty when it is not one of ours.
    static Optional<Group> parse(String scope, String folderName) {
        int dash = folderName.indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        try {
            long start = Partition.parseStamp(folderName.substring(0, dash));
            int seconds = Integer.parseInt(folderName.substring(dash + 1));
            return seconds > 0 ? Optional.of(new Group(scope, start, seconds)) : Optional.empty();
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return scope + "/" + folderName();
    }
}
