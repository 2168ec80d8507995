package dev.s3logkit.local.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a stack keeps its files: a folder that outlives it and is locked meanwhile, or a temporary
/// one that is removed in the end.
final class StackFolder implements AutoCloseable {

    private final Path root;
    private final boolean lasting;
    private final @Nullable FileChannel lock;

    private StackFolder(Path root, boolean lasting, @Nullable FileChannel lock) {
        this.root = root;
        this.lasting = lasting;
        this.lock = lock;
    }

    static StackFolder open(Optional<Path> data) throws IOException {
        if (data.isEmpty()) {
            return new StackFolder(Files.createTempDirectory("s3logkit-"), false, null);
        }
        Path root = Files.createDirectories(data.get()).toRealPath();
        FileChannel channel =
                FileChannel.open(
                        root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return new StackFolder(root, true, channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(root, e);
        }
        channel.close();
        throw inUse(root, null);
    }

    boolean lasting() {
        return lasting;
    }

    Path root() {
        return root;
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    /// An empty folder of this name.
    Path emptied(String name) throws IOException {
        Path folder = root.resolve(name);
        deleteTree(folder);
        return Files.createDirectories(folder);
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        } else {
            deleteTree(root);
        }
    }

    private static IOException inUse(Path root, @Nullable Exception cause) {
        return new IOException(root + " is in use by another run; stop it, or name another", cause);
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
