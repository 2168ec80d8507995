package dev.s3logkit.orchestrator;

import dev.s3logkit.orchestrator.scan.Inventory;
import dev.s3logkit.orchestrator.scan.ScanWatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Ends the reading of an inventory early when it is clear that time will not do.
final class Pace implements ScanWatch {

    /// Reading has its usual speed by then.
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(20);

    /// For what comes after the reading: sorting, and writing manifests.
    private static final long RESERVE_MILLIS = TimeUnit.SECONDS.toMillis(90);

    private final String inventory;
    private final long total;
    private final RunWatch watch;
    private final LongSupplier nanos;
    private final long start;

    /// @param nanos a clock
    Pace(Inventory inventory, RunWatch watch, LongSupplier nanos) {
        this.inventory = inventory.name();
        this.total = inventory.bytes();
        this.watch = watch;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    @Override
    public void read(long bytes) {
        watch.read(bytes, total);
        long elapsed = nanos.getAsLong() - start;
        long left = watch.millisLeft();
        if (left == Long.MAX_VALUE || elapsed < SETTLED_NANOS) {
            return;
        }
        double rest = Math.max(0, total - bytes);
        double neededMillis = rest / bytes * TimeUnit.NANOSECONDS.toMillis(elapsed);
        if (neededMillis > left - RESERVE_MILLIS) {
            throw new InventoryTooLargeException(
                    inventory, bytes, total, Math.round(neededMillis / 1_000), left / 1_000);
        }
    }
}
