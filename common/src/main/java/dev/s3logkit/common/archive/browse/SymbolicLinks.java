package dev.s3logkit.common.archive.browse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Follows symbolic links without leaving the archive.
public final class SymbolicLinks {

    /// As Linux takes them.
    private static final int MAX_LINKS = 40;

    /// Names of a path with all links put in.
    private static final int MAX_NAMES = 4096;

    private final Archive archive;
    private final String key;

    /// What is still to be looked up.
    private final Deque<String> names = new ArrayDeque<>();

    private int links;

    private SymbolicLinks(Archive archive, String key) {
        this.archive = archive;
        this.key = key;
    }

    /// The entry that a key leads to when the symbolic links in it are followed.
    ///
    /// @return null when there is none; never a symbolic link
    /// @throws AccessDeniedException when a link leads out of the archive: above its root, or to an
    ///   absolute path
    /// @throws FileSystemLoopException when more than 40 links are on the way
    public static @Nullable ArchiveEntry follow(Archive archive, String key) throws IOException {
        // Nearly always there is no link, and keys may hold names that paths cannot.
        ArchiveEntry entry = archive.find(key);
        return entry != null && entry.type() != EntryType.SYMBOLIC_LINK
                ? entry
                : new SymbolicLinks(archive, key).follow();
    }

    private @Nullable ArchiveEntry follow() throws IOException {
        push(key);
        String folder = "";
        while (!names.isEmpty()) {
            String name = names.pop();
            if (name.equals("..")) {
                folder = parent(folder);
                continue;
            }
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            boolean last = names.isEmpty();
            ArchiveEntry entry = archive.find(folder + name);
            if (entry != null && entry.type() == EntryType.SYMBOLIC_LINK) {
                push(target(entry));
            } else if (last || entry == null) {
                return last ? entry : null;
            } else {
                folder = folder + name + "/";
            }
        }
        return archive.find(folder);
    }

    private String parent(String folder) throws AccessDeniedException {
        if (folder.isEmpty()) {
            throw new AccessDeniedException(key, null, "a symbolic link leads above the root");
        }
        return folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
    }

    private String target(ArchiveEntry link) throws IOException {
        if (++links > MAX_LINKS) {
            throw new FileSystemLoopException(key);
        }
        String target = archive.linkTarget(link);
        if (target == null) {
            return "";
        }
        if (target.startsWith("/")) {
            throw new AccessDeniedException(key, target, "a symbolic link is absolute");
        }
        return target;
    }

    private void push(String path) throws IOException {
        String[] parts = path.split("/", -1);
        if (names.size() + parts.length > MAX_NAMES) {
            throw new FileSystemLoopException(key);
        }
        for (int i = parts.length - 1; i >= 0; i--) {
            names.push(parts[i]);
        }
    }
}
