package dev.s3logkit.orchestrator;

/// The inventory cannot be read in the time that is left. Nothing was written.
public final class InventoryTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InventoryTooLargeException(
            String inventory, long read, long total, long secondsNeeded, long secondsLeft) {
        super(
                ("%1$s: %2$d of %3$d bytes are read; the others need about %4$d s, and %5$d s are left for"
                                + " them and for writing the plan. Nothing was written. Plan it on"
                                + " a machine without this limit: s3logkit orchestrate --inventory"
                                + " %1$s --compressor none, with --manifests, --date and limits as"
                                + " given here. The next run of this function finds the plan")
                        .formatted(inventory, read, total, secondsNeeded, secondsLeft));
    }
}
