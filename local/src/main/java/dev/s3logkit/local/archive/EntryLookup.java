package dev.s3logkit.local.archive;

import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.common.archive.browse.EntryCursor;
import dev.s3logkit.common.archive.browse.SymbolicLinks;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what people mean by a path in an archive, and tells what there is instead.
final class EntryLookup {

    /// Names that are compared with one that is not there.
    private static final int COMPARED = 20_000;

    private static final int SUGGESTED = 3;

    private final Archive archive;

    EntryLookup(Archive archive) {
        this.archive = archive;
    }

    /// The entry at a path, links in it followed.
    ///
    /// @throws IOException tells what is not there, and what may have been meant
    ArchiveEntry follow(String path) throws IOException {
        for (String key : readings(path)) {
            try {
                ArchiveEntry entry = SymbolicLinks.follow(archive, key);
                if (entry != null) {
                    return entry;
                }
            } catch (AccessDeniedException e) {
                throw new IOException(problem(path, String.valueOf(e.getReason())), e);
            } catch (FileSystemLoopException e) {
                throw new IOException(problem(path, "its symbolic links lead in a circle"), e);
            }
        }
        throw missing(path);
    }

    /// The entry at a path; of a symbolic link the link itself.
    ///
    /// @throws IOException tells what is not there, and what may have been meant
    ArchiveEntry find(String path) throws IOException {
        for (String key : readings(path)) {
            ArchiveEntry entry = archive.find(key);
            if (entry != null) {
                return entry;
            }
        }
        return follow(path);
    }

    /// What a path may mean, most literally first: names may hold anything, and people write a
    /// slash at the start, `./`, and what listings print for bytes that are no text.
    private static List<String> readings(String path) {
        List<String> readings = new ArrayList<>(4);
        for (String text : new String[] {path, EntryName.parse(path)}) {
            int start = 0;
            while (text.startsWith("/", start) || text.startsWith("./", start)) {
                start += text.charAt(start) == '/' ? 1 : 2;
            }
            String plain = text.substring(start);
            for (String key : new String[] {text, plain.equals(".") ? "" : plain}) {
                if (!readings.contains(key)) {
                    readings.add(key);
                }
            }
        }
        return readings;
    }

    private IOException missing(String path) throws IOException {
        String key = readings(path).getLast();
        String folder = key.substring(0, key.lastIndexOf('/', key.length() - 2) + 1);
        while (!folder.isEmpty() && archive.find(folder) == null) {
            folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
        }
        String wanted = key.substring(folder.length());
        int slash = wanted.indexOf('/');
        List<String> near = near(folder, slash < 0 ? wanted : wanted.substring(0, slash));
        return new IOException(
                problem(path, "there is no such file or folder")
                        + (near.isEmpty() ? "" : "; near it are: " + String.join(", ", near)));
    }

    private String problem(String path, String what) {
        return "%s in %s: %s".formatted(EntryName.print(path), archive.name(), what);
    }

    /// The keys in a folder whose names are most like one, printed.
    private List<String> near(String folder, String name) throws IOException {
        List<String> best = new ArrayList<>();
        List<Integer> distances = new ArrayList<>();
        EntryCursor cursor = archive.walk(folder + "\0");
        ArchiveEntry entry = cursor.next();
        for (int i = 0; i < COMPARED && entry != null && entry.key().startsWith(folder); i++) {
            int distance = NameDistance.of(name, entry.name());
            if (distance <= Math.max(2, name.length() / 3)) {
                int at = 0;
                while (at < best.size() && distances.get(at) <= distance) {
                    at++;
                }
                best.add(at, EntryName.print(entry.key()));
                distances.add(at, distance);
                if (best.size() > SUGGESTED) {
                    best.removeLast();
                    distances.removeLast();
                }
            }
            if (entry.isFolder()) {
                cursor.skipFolder();
            }
            entry = cursor.next();
        }
        return best;
    }

    /// All entries in a folder, at any depth.
    static void walk(Archive archive, ArchiveEntry folder, EntryVisitor visitor)
            throws IOException {
        walk(archive, folder, true, visitor);
    }

    /// The entries in a folder.
    ///
    /// @param deep whether those of the folders in it follow
    static void walk(Archive archive, ArchiveEntry folder, boolean deep, EntryVisitor visitor)
            throws IOException {
        // The first key behind the folder's own; the root has none.
        String from = folder.key().isEmpty() ? "" : folder.key() + "\0";
        EntryCursor cursor = archive.walk(from);
        for (ArchiveEntry entry = cursor.next();
                entry != null && entry.key().startsWith(folder.key());
                entry = cursor.next()) {
            visitor.visit(entry);
            if (!deep && entry.isFolder()) {
                cursor.skipFolder();
            }
        }
    }

    /// Receives entries.
    @FunctionalInterface
    interface EntryVisitor {
        void visit(ArchiveEntry entry) throws IOException;
    }

    /// The entry of a path that was given, or the root.
    ArchiveEntry folderOrFile(@Nullable String path) throws IOException {
        return follow(path == null || path.equals("/") ? "" : path);
    }
}
