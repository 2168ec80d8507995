package dev.s3logkit.orchestrator;

/// The inventory cannot be read in the time that is left. Nothing was written.
public final class InventoryTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InventoryTooLargeException(
            String inventory, long read, long total, long secondsNeeded, long secondsLeft) {
        super(
                ("%s: %d of %d bytes are read; the others need about %d s, and %d s are left."
                                + " Plan it with `s3logkit orchestrate --compressor none` on a"
                                + " machine without this limit, then run this again")
                        .formatted(inventory, read, total, secondsNeeded, secondsLeft));
    }
}
