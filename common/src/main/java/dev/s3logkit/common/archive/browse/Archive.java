package dev.s3logkit.common.archive.browse;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// An archive of any format, as a tree of folders. Safe for use by any number of threads; closing
/// it closes its source.
///
/// Every format looks the same: folders that only the names of their files tell of are there, of
/// several entries with one name the last one is, a hard link is the file that it leads to, and a
/// file `a` may stand beside a folder `a/`, as with keys in S3. Symbolic links are entries; who
/// wants to follow them uses [SymbolicLinks].
public interface Archive extends Closeable {

    /// How messages name it: `s3://bucket/key` or a path.
    String name();

    /// Its format, for people, such as `zip` or `tar in gzip`.
    String format() throws IOException;

    /// The entry with this key. Without a slash behind it a file is preferred to a folder; the root
    /// has the empty key.
    ///
    /// @return null when there is none
    @Nullable ArchiveEntry find(String key) throws IOException;

    /// All entries except for the root from a key on, whether or not there is such a key. The
    /// content of files is not read.
    ///
    /// @param from inclusive; empty for all
    EntryCursor walk(String from) throws IOException;

    /// Where a symbolic link leads; null for all other entries. As [ArchiveEntry#linkTarget()], but
    /// for formats that keep it where the content of files is.
    default @Nullable String linkTarget(ArchiveEntry entry) throws IOException {
        return entry.type() == EntryType.SYMBOLIC_LINK ? entry.linkTarget() : null;
    }

    /// What is known of an entry besides.
    default EntryDetails details(ArchiveEntry entry) throws IOException {
        return EntryDetails.NONE;
    }

    /// Opens a part of a file's content. The stream ends after exactly so many bytes or throws, and
    /// the caller closes it.
    ///
    /// @param file an entry of this archive that is a file
    /// @param offset 0 to the file's size
    /// @param length at most what follows the offset
    InputStream open(ArchiveEntry file, long offset, long length) throws IOException;

    /// Hands on the whole content of files, each once, in whatever order costs least: archives
    /// without a table of contents are read through once.
    default void read(Collection<ArchiveEntry> files, ContentVisitor visitor) throws IOException {
        for (ArchiveEntry file :
                files.stream().sorted(Comparator.comparingLong(ArchiveEntry::position)).toList()) {
            visitor.content(file, () -> open(file, 0, file.size()));
        }
    }

    /// Receives the content of files.
    @FunctionalInterface
    interface ContentVisitor {
        /// Takes one file.
        ///
        /// @param body may be opened once, and only during this call
        /// @throws IOException ends the reading and is passed on
        void content(ArchiveEntry file, Body body) throws IOException;
    }

    /// The content of a file.
    @FunctionalInterface
    interface Body {
        /// Opens it. The caller closes it, and need not read it to its end.
        ///
        /// @throws dev.s3logkit.common.FormatException when this file is damaged; the next one may
        ///   be whole
        InputStream open() throws IOException;
    }
}
