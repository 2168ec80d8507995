package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.ABSENT;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.EXPORT_ENTRY;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.FRAGMENT_ENTRY;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAX_BLOCK_LOG;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MIN_BLOCK_LOG;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.SUPERBLOCK_SIZE;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A squashfs 4.0 image. Opening it reads the superblock and, when they are short, all tables;
/// looking up and listing then need no request, and reading a file one for its blocks and one for
/// the fragment with its end, both at once. Safe for use by any number of threads.
///
/// What is damaged is a [FormatException] when it is met, not before; nothing but that and what the
/// source throws comes out, whatever the bytes.
///
/// ```java
/// try (SquashfsImage image = SquashfsImage.open(source)) {
///     SquashfsEntry entry = image.lookup("logs/2026/11/21.log");
///     if (entry != null && image.inode(entry) instanceof SquashfsInode.File file) {
///         image.open(file).transferTo(out);
///     }
/// }
/// ```
public final class SquashfsImage implements AutoCloseable {

    private static final long CACHE_CAPACITY = 32 << 20;

    /// Where the superblock has the size of blocks.
    private static final int BLOCK_SIZE_AT = 12;

    private final ImageBytes image;
    private final SquashfsSuperblock superblock;
    private final SquashfsEntry root;
    private final InodeTable inodes;
    private final MetadataTable listings;
    private final LookupTable exports;
    private final XattrTable xattrs;
    private final FileReader files;

    private SquashfsImage(
            ImageBytes image,
            SquashfsSuperblock superblock,
            MetadataBlocks blocks,
            BlockDecoder decoder,
            SquashfsCache cache) {
        this.image = image;
        this.superblock = superblock;
        root = new SquashfsEntry("", SquashfsType.DIRECTORY, superblock.rootInode());
        inodes =
                new InodeTable(
                        table(blocks, "inode", superblock.inodeTable()),
                        new IdTable(blocks, superblock.idTable(), superblock.ids()));
        listings = table(blocks, "directory", superblock.directoryTable());
        exports =
                new LookupTable(
                        blocks,
                        "export",
                        superblock.exportTable(),
                        superblock.exportTable() == ABSENT ? 0 : superblock.inodes(),
                        EXPORT_ENTRY);
        xattrs = new XattrTable(blocks, superblock.xattrTable());
        LookupTable fragments =
                new LookupTable(
                        blocks,
                        "fragment",
                        superblock.fragmentTable(),
                        superblock.fragments(),
                        FRAGMENT_ENTRY);
        files =
                new FileReader(
                        image,
                        inodes,
                        new DataBlocks(image, decoder, fragments, cache, superblock.blockSize()),
                        cache);
    }

    private MetadataTable table(MetadataBlocks blocks, String what, long start) {
        return new MetadataTable(blocks, what, start, superblock.tableEnd(start));
    }

    /// The size of blocks that the start of an image tells, unchecked but for its bounds.
    ///
    /// @param start of the image, bytes
    /// @return 4 KiB to 1 MiB, or 0 when it is none of these
    public static int blockSize(byte[] start) {
        if (start.length < SUPERBLOCK_SIZE) {
            return 0;
        }
        int size = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(BLOCK_SIZE_AT);
        return size >= 1 << MIN_BLOCK_LOG
                        && size <= 1 << MAX_BLOCK_LOG
                        && Integer.bitCount(size) == 1
                ? size
                : 0;
    }

    /// Opens the image at the start of a source, with a cache of 32 MiB.
    ///
    /// @param source closed with the image, or when this method throws
    public static SquashfsImage open(RandomAccessSource source) throws IOException {
        return open(source, 0, new SquashfsCache(CACHE_CAPACITY));
    }

    /// Opens an image.
    ///
    /// @param source closed with the image, or when this method throws
    /// @param offset where the image starts in the source
    /// @param cache may be shared with other images
    public static SquashfsImage open(RandomAccessSource source, long offset, SquashfsCache cache)
            throws IOException {
        try {
            return opened(source, offset, cache);
        } catch (Throwable e) {
            source.close();
            throw e;
        }
    }

    private static SquashfsImage opened(RandomAccessSource source, long offset, SquashfsCache cache)
            throws IOException {
        Objects.checkIndex(offset, source.length() + 1);
        long available = source.length() - offset;
        byte[] head = source.read(offset, (int) Math.min(available, HeadBytes.SIZE));
        SquashfsSuperblock superblock = SquashfsSuperblock.parse(head, available, source.name());
        ImageBytes image = new ImageBytes(source, offset, superblock.bytesUsed());
        HeadBytes.checkOptions(head, superblock, image);
        BlockDecoder decoder = superblock.compression().decoder();
        MetadataBytes bytes = new MetadataBytes(image, cache, superblock.metadataStart());
        MetadataBlocks blocks = new MetadataBlocks(image, bytes, decoder, cache);
        return new SquashfsImage(image, superblock, blocks, decoder, cache);
    }

    /// What the image says of itself.
    public SquashfsSuperblock superblock() {
        return superblock;
    }

    /// The folder that holds all others.
    public SquashfsEntry root() {
        return root;
    }

    /// The entry at a path, or null when there is none. Symbolic links are entries and are not
    /// followed.
    ///
    /// @param path names joined by single slashes, without one at the start or the end; empty for
    ///   the root. `.` and `..` are no names
    public @Nullable SquashfsEntry lookup(String path) throws IOException {
        SquashfsEntry entry = root;
        if (path.isEmpty()) {
            return entry;
        }
        for (String name : path.split("/", -1)) {
            entry = entry.isDirectory() ? child(entry, name) : null;
            if (entry == null) {
                return null;
            }
        }
        return entry;
    }

    /// The entry of this name in a folder, or null when there is none.
    public @Nullable SquashfsEntry child(SquashfsEntry folder, String name) throws IOException {
        byte[] wanted = EntryName.toBytes(name);
        if (wanted.length == 0) {
            return null;
        }
        DirectoryCursor cursor = DirectoryCursor.open(directory(folder), listings, inodes, wanted);
        if (!cursor.advanceTo(wanted) || !cursor.isName(wanted)) {
            return null;
        }
        String path = folder.path().isEmpty() ? name : folder.path() + "/" + name;
        return new SquashfsEntry(path, cursor.type(), cursor.reference());
    }

    /// The entry that a path leads to when symbolic links in it are followed, or null when that is
    /// none. The entry has the path at which it is.
    ///
    /// @param path as for [#lookup(String)]
    /// @throws FileSystemLoopException when more than 40 links are on the way
    /// @throws AccessDeniedException when a link leads out of the image: above its root, or to an
    ///   absolute path
    public @Nullable SquashfsEntry resolve(String path) throws IOException {
        return LinkResolver.resolve(this, path);
    }

    /// The inode of an entry.
    ///
    /// @throws CorruptedInputException when it is damaged, or not of the type that the entry says
    public SquashfsInode inode(SquashfsEntry entry) throws IOException {
        SquashfsInode inode = inodes.inode(entry.reference());
        if (inode.attributes().type() != entry.type()) {
            throw image.damaged(
                    "%s is a %s by its entry and a %s by its inode"
                            .formatted(entry.path(), entry.type(), inode.attributes().type()),
                    -1);
        }
        return inode;
    }

    /// The inode with a number, from 1 on.
    ///
    /// @return null when the image has no export table, as those made of tarballs have none
    /// @throws CorruptedInputException when there is no such number
    public @Nullable SquashfsInode inode(long number) throws IOException {
        if (superblock.exportTable() == ABSENT) {
            return null;
        }
        return inodes.inode(exports.entry(number - 1, "a number").s64());
    }

    /// The target of a symbolic link as it is stored, or null when the entry is none.
    public @Nullable String linkTarget(SquashfsEntry entry) throws IOException {
        return entry.type() == SquashfsType.SYMBOLIC_LINK
                        && inode(entry) instanceof SquashfsInode.SymbolicLink link
                ? link.target()
                : null;
    }

    /// The extended attributes of an inode, in the order in which they are stored.
    ///
    /// @throws LimitExceededException when a value has more than 65,536 bytes, or all of them more
    ///   than 4 MiB
    public List<SquashfsXattr> xattrs(SquashfsInode inode) throws IOException {
        return xattrs.set(inode.attributes().xattrs());
    }

    /// The entries of a folder in byte order of their names.
    ///
    /// @param from entries whose names are before it are left out; empty for none
    public SquashfsListing list(SquashfsEntry folder, String from) throws IOException {
        byte[] first = EntryName.toBytes(from);
        return new SquashfsListing(
                DirectoryCursor.open(directory(folder), listings, inodes, first),
                folder.path(),
                first);
    }

    /// All entries in the order of their keys.
    ///
    /// @param from keys before it are left out; empty for none. The first key behind K is `K +
    ///   "\0"`, and a folder's own key ends with a slash
    public SquashfsWalk walk(String from) throws IOException {
        return new SquashfsWalk(this, from);
    }

    /// Reads a part of a file.
    ///
    /// @return how many bytes were put into `into` from `at` on: `length`, or as many as there are
    ///   from `offset` to the end of the file
    public int read(SquashfsInode.File file, long offset, byte[] into, int at, int length)
            throws IOException {
        Objects.checkFromIndexSize(at, length, into.length);
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset);
        }
        return files.read(file, offset, into, at, length);
    }

    /// The content of a file. Nothing is read before the first byte is asked for.
    public InputStream open(SquashfsInode.File file) {
        return open(file, 0, file.size());
    }

    /// A range of a file. Nothing is read before the first byte is asked for; long ranges are read
    /// ahead, and leave the cache as it is.
    ///
    /// @throws IllegalArgumentException when the range is not inside of the file
    public InputStream open(SquashfsInode.File file, long offset, long length) {
        requireInside(file, offset, length);
        return files.open(file, offset, length);
    }

    /// As [#open(SquashfsInode.File, long, long)] does for long ranges.
    InputStream openPastCache(SquashfsInode.File file, long offset, long length) {
        requireInside(file, offset, length);
        return new ReadAheadStream(files, file, offset, length);
    }

    /// Closes the source.
    @Override
    public void close() throws IOException {
        image.source().close();
    }

    CorruptedInputException damaged(String problem) {
        return image.damaged(problem, -1);
    }

    LimitExceededException limit(String what, long needed, long allowed) {
        return image.limit(what, needed, allowed);
    }

    private static void requireInside(SquashfsInode.File file, long offset, long length) {
        if (offset < 0 || length < 0 || offset > file.size() - length) {
            throw new IllegalArgumentException(
                    "%d bytes at %d of a file of %d".formatted(length, offset, file.size()));
        }
    }

    private SquashfsInode.Directory directory(SquashfsEntry folder) throws IOException {
        if (inode(folder) instanceof SquashfsInode.Directory directory) {
            return directory;
        }
        throw new IllegalArgumentException(folder.path() + " is no folder");
    }
}
