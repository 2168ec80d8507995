package dev.s3logkit.orchestrator.scan;

import dev.s3logkit.common.inventory.InventorySchema;
import java.util.List;

/// What is to be read.
///
/// @param name `s3://bucket/key` or a path, of the manifest or of the one file there is
/// @param version differs when the content does: its ETag, or the time of a file's last change
/// @param schema of the rows of every file
/// @param files at least one
public record Inventory(
        String name, String version, InventorySchema schema, List<InventoryFile> files) {

    public Inventory {
        files = List.copyOf(files);
    }

    /// Bytes of all files as stored, as far as they are known.
    public long bytes() {
        return files.stream().mapToLong(file -> Math.max(0, file.size())).sum();
    }
}
