package dev.s3logkit.orchestrator;

import dev.s3logkit.orchestrator.scan.Inventory;
import dev.s3logkit.orchestrator.scan.ScanWatch;
import java.util.concurrent.TimeUnit;

/// Ends the reading of an inventory early when it is clear that time will not do.
final class Pace implements ScanWatch {

    /// Reading has its usual speed by then.
    private static final long SETTLED_MILLIS = TimeUnit.SECONDS.toMillis(20);

    /// For what comes after the reading: sorting, and writing manifests.
    private static final long RESERVE_MILLIS = TimeUnit.SECONDS.toMillis(90);

    private final String inventory;
    private final long total;
    private final RunWatch watch;
    private final long leftAtStart;

    /// Starts now.
    Pace(Inventory inventory, RunWatch watch) {
        this.inventory = inventory.name();
        this.total = inventory.bytes();
        this.watch = watch;
        this.leftAtStart = watch.millisLeft();
    }

    @Override
    public void read(long bytes) {
        watch.read(bytes, total);
        if (leftAtStart == Long.MAX_VALUE) {
            return;
        }
        long left = watch.millisLeft();
        long elapsed = leftAtStart - left;
        if (elapsed < SETTLED_MILLIS) {
            return;
        }
        double rest = Math.max(0, total - bytes);
        double needed = rest / bytes * elapsed;
        if (needed > left - RESERVE_MILLIS) {
            throw new InventoryTooLargeException(
                    inventory,
                    bytes,
                    total,
                    TimeUnit.MILLISECONDS.toSeconds(Math.round(needed)),
                    TimeUnit.MILLISECONDS.toSeconds(left));
        }
    }
}
