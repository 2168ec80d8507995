package dev.s3logkit.local.archive;

import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.local.logs.OutputFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The folder that files are extracted to. Nothing is written through symbolic links, whoever made
/// them; a file has its name only when it is complete.
final class OutputFolder {

    private static final int BUFFER = 128 << 10;

    private static final String TEMPORARY = ".s3logkit-";

    private final Path root;
    private final boolean overwrite;
    private final boolean sameCase;

    /// What the process's mask lets through; null where there are no permissions.
    private final @Nullable Set<PosixFilePermission> mask;

    /// Folders that are known to be such, and no links.
    private final Set<Path> known = new HashSet<>();

    /// Folders that were made here.
    private final Set<Path> made = new HashSet<>();

    private OutputFolder(
            Path root,
            boolean overwrite,
            boolean sameCase,
            @Nullable Set<PosixFilePermission> mask) {
        this.root = root;
        this.overwrite = overwrite;
        this.sameCase = sameCase;
        this.mask = mask;
        known.add(root);
    }

    /// Opens a folder, and makes it if it is not there.
    ///
    /// @param overwrite whether files that are there are replaced
    static OutputFolder open(Path folder, boolean overwrite) throws IOException {
        Files.createDirectories(folder);
        Path root = folder.toRealPath();
        Path probe = root.resolve(TEMPORARY + UUID.randomUUID());
        Files.createDirectory(probe);
        try {
            PosixFileAttributeView view = posix(probe);
            return new OutputFolder(
                    root,
                    overwrite,
                    Files.exists(
                            root.resolve(probe.getFileName().toString().toUpperCase(Locale.ROOT))),
                    view == null ? null : view.readAttributes().permissions());
        } finally {
            Files.delete(probe);
        }
    }

    /// Whether names that differ in case only are the same here.
    boolean sameCase() {
        return sameCase;
    }

    Path root() {
        return root;
    }

    /// Why an item cannot be made as things are now, or null.
    @Nullable String obstacle(List<String> names, boolean folder) {
        Path path = root;
        try {
            for (int i = 0; i < names.size(); i++) {
                path = path.resolve(names.get(i));
                BasicFileAttributes there = attributes(path);
                if (there == null) {
                    return null;
                }
                if (i < names.size() - 1 || folder) {
                    if (!there.isDirectory()) {
                        return path + " is there, and no folder; nothing is written through links";
                    }
                } else if (there.isDirectory()) {
                    return path + " is a folder";
                } else if (!overwrite) {
                    return path + " exists; --overwrite replaces it";
                }
            }
            return null;
        } catch (InvalidPathException e) {
            return EntryName.print(String.join("/", names))
                    + " is no name in the encoding of this locale; LC_ALL=C.UTF-8 takes all";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// Makes a folder and those above it.
    void folder(List<String> names) throws IOException {
        ensure(names, known);
    }

    /// Writes a file.
    ///
    /// @param permissions its lower nine bits are kept, as far as the process's mask lets them; -1
    ///   for those of new files
    /// @throws OutputFailure when it cannot be written, rather than `content` be read
    void file(List<String> names, InputStream content, int permissions, @Nullable Instant modified)
            throws IOException {
        Path folder = ensure(names.subList(0, names.size() - 1), known);
        Path path = folder.resolve(names.getLast());
        Path temporary = folder.resolve(TEMPORARY + UUID.randomUUID());
        try {
            write(temporary, content);
            attributes(temporary, permissions, modified);
            commit(temporary, path);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void write(Path file, InputStream content) throws IOException {
        try (OutputStream out = create(file)) {
            byte[] bytes = new byte[BUFFER];
            for (int n = content.read(bytes); n >= 0; n = content.read(bytes)) {
                try {
                    out.write(bytes, 0, n);
                } catch (IOException e) {
                    throw new OutputFailure(file.toString(), e);
                }
            }
        }
    }

    private static OutputStream create(Path file) throws OutputFailure {
        try {
            return Files.newOutputStream(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new OutputFailure(file.toString(), e);
        }
    }

    private void commit(Path temporary, Path path) throws IOException {
        BasicFileAttributes there = attributes(path);
        if (there != null && (there.isDirectory() || !overwrite)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (overwrite) {
            // A link that is there is replaced, and not what it leads to.
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.move(temporary, path);
        }
    }

    /// Makes a symbolic link; its target is not looked at.
    void link(List<String> names, String target) throws IOException {
        // Links may have come into being since the folders were looked at.
        Path folder = ensure(names.subList(0, names.size() - 1), new HashSet<>(Set.of(root)));
        Path path = folder.resolve(names.getLast());
        Path temporary = folder.resolve(TEMPORARY + UUID.randomUUID());
        try {
            Files.createSymbolicLink(temporary, Path.of(target));
            commit(temporary, path);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// Gives a folder that was made here what the archive says of it. Called when all is in it.
    void finish(List<String> names, int permissions, @Nullable Instant modified)
            throws IOException {
        Path path = root;
        for (String name : names) {
            path = path.resolve(name);
        }
        BasicFileAttributes there = attributes(path);
        if (made.contains(path) && there != null && there.isDirectory()) {
            attributes(path, permissions, modified);
        }
    }

    private void attributes(Path path, int permissions, @Nullable Instant modified)
            throws IOException {
        if (modified != null) {
            Files.getFileAttributeView(
                            path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(modified), null, null);
        }
        PosixFileAttributeView view = posix(path);
        if (permissions >= 0 && view != null && mask != null) {
            Set<PosixFilePermission> kept = EnumSet.noneOf(PosixFilePermission.class);
            PosixFilePermission[] all = PosixFilePermission.values();
            for (int i = 0; i < all.length; i++) {
                if ((permissions >> (all.length - 1 - i) & 1) != 0 && mask.contains(all[i])) {
                    kept.add(all[i]);
                }
            }
            view.setPermissions(kept);
        }
    }

    private Path ensure(List<String> names, Set<Path> checked) throws IOException {
        Path path = root;
        for (String name : names) {
            path = path.resolve(name);
            if (checked.add(path)) {
                BasicFileAttributes there = attributes(path);
                if (there == null) {
                    Files.createDirectory(path);
                    made.add(path);
                } else if (!there.isDirectory()) {
                    checked.remove(path);
                    throw new NotDirectoryException(path.toString());
                }
            }
        }
        return path;
    }

    /// Of the link itself, if it is one; null when there is nothing.
    private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static @Nullable PosixFileAttributeView posix(Path path) {
        return Files.getFileAttributeView(
                path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
