package dev.s3logkit.common.archive.browse;

import dev.s3logkit.common.archive.squashfs.SquashfsAttributes;
import dev.s3logkit.common.archive.squashfs.SquashfsCache;
import dev.s3logkit.common.archive.squashfs.SquashfsEntry;
import dev.s3logkit.common.archive.squashfs.SquashfsImage;
import dev.s3logkit.common.archive.squashfs.SquashfsInode;
import dev.s3logkit.common.archive.squashfs.SquashfsType;
import dev.s3logkit.common.archive.squashfs.SquashfsWalk;
import dev.s3logkit.common.archive.squashfs.SquashfsXattr;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A squashfs image. The position of an entry is the reference of its inode.
final class SquashfsArchive implements Archive {

    private final SquashfsImage image;
    private final String name;

    private SquashfsArchive(SquashfsImage image, String name) {
        this.image = image;
        this.name = name;
    }

    static SquashfsArchive open(RandomAccessSource source, SquashfsCache blocks)
            throws IOException {
        return new SquashfsArchive(SquashfsImage.open(source, 0, blocks), source.name());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String format() {
        return "squashfs with " + image.superblock().compression().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public @Nullable ArchiveEntry find(String key) throws IOException {
        boolean folder = key.endsWith("/");
        SquashfsEntry entry = image.lookup(folder ? key.substring(0, key.length() - 1) : key);
        return entry == null || (folder && !entry.isDirectory()) ? null : entry(entry);
    }

    @Override
    public EntryCursor walk(String from) throws IOException {
        SquashfsWalk walk = image.walk(from);
        return new EntryCursor() {
            @Override
            public @Nullable ArchiveEntry next() throws IOException {
                SquashfsEntry entry = walk.next();
                return entry == null ? null : entry(entry);
            }

            @Override
            public void skipFolder() {
                walk.skipFolder();
            }

            @Override
            public void leave(String folder) {
                walk.leave(folder);
            }
        };
    }

    private ArchiveEntry entry(SquashfsEntry entry) throws IOException {
        SquashfsInode inode = image.inode(entry);
        return new ArchiveEntry(
                entry.key(),
                type(entry.type()),
                inode instanceof SquashfsInode.File ? inode.size() : 0,
                inode.attributes().permissions(),
                inode.attributes().mtime(),
                inode instanceof SquashfsInode.SymbolicLink link ? link.target() : null,
                -1,
                -1,
                null,
                entry.reference());
    }

    @Override
    public EntryDetails details(ArchiveEntry entry) throws IOException {
        SquashfsInode inode = inode(entry);
        SquashfsAttributes attributes = inode.attributes();
        Map<String, byte[]> xattrs = new LinkedHashMap<>();
        for (SquashfsXattr xattr : image.xattrs(inode)) {
            xattrs.put(xattr.name(), xattr.value());
        }
        return new EntryDetails(
                OptionalLong.of(attributes.uid()),
                OptionalLong.of(attributes.gid()),
                OptionalLong.of(attributes.links()),
                inode instanceof SquashfsInode.Device device
                        ? device.major() + "," + device.minor()
                        : null,
                null,
                null,
                null,
                xattrs);
    }

    @Override
    public InputStream open(ArchiveEntry file, long offset, long length) throws IOException {
        Content.check(file, offset, length);
        if (inode(file) instanceof SquashfsInode.File content) {
            return image.open(content, offset, length);
        }
        throw new IllegalArgumentException(file.key() + " is no file of " + name);
    }

    private SquashfsInode inode(ArchiveEntry entry) throws IOException {
        String path = entry.key();
        return image.inode(
                new SquashfsEntry(
                        entry.isFolder() && !path.isEmpty()
                                ? path.substring(0, path.length() - 1)
                                : path,
                        type(entry.type()),
                        entry.position()));
    }

    @Override
    public void close() throws IOException {
        image.close();
    }

    private static EntryType type(SquashfsType type) {
        return switch (type) {
            case FILE -> EntryType.FILE;
            case DIRECTORY -> EntryType.FOLDER;
            case SYMBOLIC_LINK -> EntryType.SYMBOLIC_LINK;
            case BLOCK_DEVICE -> EntryType.BLOCK_DEVICE;
            case CHARACTER_DEVICE -> EntryType.CHARACTER_DEVICE;
            case FIFO -> EntryType.FIFO;
            case SOCKET -> EntryType.SOCKET;
        };
    }

    private static SquashfsType type(EntryType type) {
        return switch (type) {
            case FILE -> SquashfsType.FILE;
            case FOLDER -> SquashfsType.DIRECTORY;
            case SYMBOLIC_LINK -> SquashfsType.SYMBOLIC_LINK;
            case BLOCK_DEVICE -> SquashfsType.BLOCK_DEVICE;
            case CHARACTER_DEVICE -> SquashfsType.CHARACTER_DEVICE;
            case FIFO -> SquashfsType.FIFO;
            case SOCKET -> SquashfsType.SOCKET;
            case OTHER -> throw new IllegalArgumentException("no image has it");
        };
    }
}
