package dev.s3logkit.local.cost;

/// What logs come in, how long they stay, and how often they are read.
///
/// @param objects that come in a month, at least 1
/// @param objectBytes of each on average, at least 1
/// @param months for which logs are kept, at least 1
/// @param reads of all logs of one month in each month, such as by a query that looks at the last
///   30 days; 0 or more
/// @param ratio of compressed to plain bytes in a tarball or partition, more than 0 and at most 1
record Workload(long objects, long objectBytes, int months, double reads, double ratio) {

    /// Of access logs in tarballs of ours: `bench/tarball`.
    static final double MEASURED_RATIO = 0.177;

    Workload {
        if (objects < 1 || objectBytes < 1 || months < 1) {
            throw new IllegalArgumentException(
                    "%d objects of %d bytes kept for %d months: each has to be 1 or more"
                            .formatted(objects, objectBytes, months));
        }
        if (!(reads >= 0 && reads <= 1e6)) {
            throw new IllegalArgumentException(
                    "%s reads a month: expected 0 to 1000000".formatted(reads));
        }
        if (!(ratio > 0 && ratio <= 1)) {
            throw new IllegalArgumentException(
                    "a ratio of %s: expected more than 0 and at most 1".formatted(ratio));
        }
    }

    /// Bytes that come in a month.
    double monthBytes() {
        return (double) objects * objectBytes;
    }

    /// Bytes of all logs that are kept.
    double keptBytes() {
        return monthBytes() * months;
    }
}
