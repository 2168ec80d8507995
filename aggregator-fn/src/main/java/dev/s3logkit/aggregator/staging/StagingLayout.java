package dev.s3logkit.aggregator.staging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// How event time and source buckets become partitions, groups and folders.
///
/// @param root the staging folder
/// @param partitions the windows of fragments
/// @param groups the windows that are written out together: whole multiples of the former
/// @param mergeBuckets whether all source buckets share one scope
public record StagingLayout(Path root, Windows partitions, Windows groups, boolean mergeBuckets) {

    /// @throws IllegalArgumentException when the windows do not fit into each other
    public StagingLayout {
        if (groups.seconds() % partitions.seconds() != 0) {
            throw new IllegalArgumentException(
                    "a group of %d s is no whole multiple of a partition of %d s"
                            .formatted(groups.seconds(), partitions.seconds()));
        }
    }

    /// The group that a partition belongs to.
    public Group groupOf(Partition partition) {
        return new Group(partition.scope(), groups.start(partition.start()), groups.seconds());
    }

    /// Where fragments wait, below it one folder per scope and group.
    public static Path fragmentsRoot(Path root) {
        return root.resolve("fragments");
    }

    /// Where leases, sets and ledgers lie, below it one folder per scope and group.
    public static Path setsRoot(Path root) {
        return root.resolve("sets");
    }

    /// Where the fragments of a group wait.
    public static Path fragments(Path root, Group group) {
        return fragmentsRoot(root).resolve(group.scope()).resolve(group.folderName());
    }

    /// Where the lease, the sets and the ledger of a group lie.
    public static Path sets(Path root, Group group) {
        return setsRoot(root).resolve(group.scope()).resolve(group.folderName());
    }

    /// Forces the names in a folder to disk, after which what replaced them may be removed. Where
    /// folders cannot be opened (they can on Linux), a name is as durable as the system makes it; a
    /// folder that is gone holds nothing.
    ///
    /// @throws IOException when the disk fails
    public static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // Emptied by the transformer, and removed.
        } catch (AccessDeniedException e) {
            // Windows.
        }
    }

    /// Makes a folder and those above it, also while other processes remove empty ones.
    static void createFolder(Path folder) throws IOException {
        boolean there = false;
        while (!there) {
            try {
                Files.createDirectories(folder);
                there = true;
            } catch (FileAlreadyExistsException e) {
                // Either a file stands in the way, or the folder was removed while it was looked
                // at.
                if (Files.exists(Path.of(e.getFile())) && !Files.isDirectory(folder)) {
                    throw e;
                }
            }
        }
    }
}
