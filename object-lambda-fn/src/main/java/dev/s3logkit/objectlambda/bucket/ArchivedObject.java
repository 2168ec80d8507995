package dev.s3logkit.objectlambda.bucket;

import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.common.archive.browse.EntryType;
import dev.s3logkit.common.archive.browse.SymbolicLinks;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.objectlambda.archives.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Files of an archive as objects.
final class ArchivedObject {

    private static final int ETAG_DIGITS = 32;

    /// The last second that four digits of a year can name.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private ArchivedObject() {}

    /// The file that is the object of a key, or null when there is none. Symbolic links are
    /// followed inside of the archive.
    ///
    /// @param inside key in the archive
    /// @throws AccessDeniedException when a link leads out of the archive
    /// @throws FileSystemLoopException when links lead around in a circle
    static @Nullable ArchiveEntry find(Lease lease, String inside) throws IOException {
        if (inside.isEmpty() || inside.endsWith("/")) {
            return null;
        }
        ArchiveEntry entry = lease.archive().find(inside);
        if (entry == null || entry.type() == EntryType.SYMBOLIC_LINK) {
            // A path may be written in many ways, a key in one.
            entry = isPlain(inside) ? SymbolicLinks.follow(lease.archive(), inside) : null;
        } else if (!entry.key().equals(inside)) {
            return null;
        }
        return entry != null && entry.isFile() ? entry : null;
    }

    private static boolean isPlain(String inside) {
        for (String name : inside.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /// The file that a listing shows for an entry, or null when it shows none: of folders, devices,
    /// links to anything but files, and of names that are no UTF-8 and so cannot be keys.
    static @Nullable ArchiveEntry listed(Lease lease, ArchiveEntry entry) throws IOException {
        if (!EntryName.isUtf8(entry.key())) {
            return null;
        }
        return switch (entry.type()) {
            case FILE -> entry;
            case SYMBOLIC_LINK -> target(lease, entry);
            case FOLDER, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET, OTHER -> null;
        };
    }

    private static @Nullable ArchiveEntry target(Lease lease, ArchiveEntry link)
            throws IOException {
        try {
            return find(lease, link.key());
        } catch (AccessDeniedException | FileSystemLoopException e) {
            // GET says why; in S3 a listing shows what can be got.
            return null;
        }
    }

    /// The object that a file is.
    ///
    /// @param key in the virtual bucket
    /// @param file that the key leads to
    static ServedObject of(String key, Lease lease, ArchiveEntry file) {
        ObjectInfo archive = lease.object();
        Instant modified = file.modified() == null ? archive.lastModified() : file.modified();
        return new ServedObject(
                key,
                file.size(),
                etag(archive, file),
                clamped(modified).truncatedTo(ChronoUnit.SECONDS),
                ContentTypes.of(key));
    }

    private static Instant clamped(Instant time) {
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LATEST) ? LATEST : time;
    }

    /// Known without a look at the content: the archive's own ETag says that it is the same.
    private static String etag(ObjectInfo archive, ArchiveEntry file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    "%s\n%d\n"
                            .formatted(archive.etag(), archive.size())
                            .getBytes(StandardCharsets.UTF_8));
            digest.update(EntryName.toBytes(file.key()));
            return HexFormat.of().formatHex(digest.digest()).substring(0, ETAG_DIGITS) + "-1";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
