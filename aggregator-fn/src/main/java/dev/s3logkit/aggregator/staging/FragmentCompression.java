package dev.s3logkit.aggregator.staging;

/// How the blocks of a fragment are stored.
public enum FragmentCompression {
    /// As they are: the least CPU, for fast disks.
    NONE(0),
    /// zstd level 1: EFS bills every byte moved, and level 1 costs little CPU.
    ZSTD(1);

    private final int level;

    FragmentCompression(int level) {
        this.level = level;
    }

    int level() {
        return level;
    }
}
