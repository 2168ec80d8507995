package dev.s3logkit.objectlambda.bucket;

import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.common.archive.browse.EntryCursor;
import dev.s3logkit.objectlambda.archives.Lease;
import dev.s3logkit.objectlambda.mapping.Mapping;
import dev.s3logkit.objectlambda.mapping.VirtualMap;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The objects of one mapping in the order of their keys, without those that belong to a mapping
/// inside of it. Not safe for use by several threads.
final class MappedCursor implements AutoCloseable {

    private final Mapping mapping;
    private final VirtualMap map;
    private final Lease lease;
    private final boolean holdsOthers;
    private EntryCursor entries;
    private @Nullable String key;
    private @Nullable ArchiveEntry file;

    /// @param lease closed with the cursor, but not when this constructor throws
    /// @param from keys before it are left out
    MappedCursor(Mapping mapping, VirtualMap map, Lease lease, String from) throws IOException {
        this.mapping = mapping;
        this.map = map;
        this.lease = lease;
        this.holdsOthers = map.holdsOthers(mapping);
        this.entries = walk(from);
        advance();
    }

    Mapping mapping() {
        return mapping;
    }

    /// The current key in the virtual bucket, or null behind the last one.
    @Nullable String key() {
        return key;
    }

    /// The object of the current key.
    ServedObject object() {
        return ArchivedObject.of(Objects.requireNonNull(key), lease, Objects.requireNonNull(file));
    }

    private EntryCursor walk(String from) throws IOException {
        String prefix = mapping.prefix();
        return lease.archive().walk(from.startsWith(prefix) ? from.substring(prefix.length()) : "");
    }

    /// Goes to the next object.
    void advance() throws IOException {
        for (ArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
            String next = mapping.prefix() + entry.key();
            Mapping owner = holdsOthers ? map.find(next).orElse(mapping) : mapping;
            ArchiveEntry found = null;
            if (owner.equals(mapping)) {
                found = ArchivedObject.listed(lease, entry);
            } else {
                entries.leave(owner.prefix().substring(mapping.prefix().length()));
            }
            if (found != null) {
                key = next;
                file = found;
                return;
            }
        }
        end();
    }

    private void end() {
        key = null;
        file = null;
    }

    /// Goes to the first object behind all keys with a prefix, which the current one has.
    void seek(String prefix) throws IOException {
        String own = mapping.prefix();
        if (prefix.length() <= own.length()) {
            end();
            return;
        }
        if (prefix.endsWith("/")) {
            entries.leave(prefix.substring(own.length()));
            advance();
            return;
        }
        String behind = Keys.behind(prefix);
        if (behind == null || !behind.startsWith(own)) {
            // What is behind a key of this mapping, and is none, is behind all of them.
            end();
            return;
        }
        entries = walk(behind);
        advance();
    }

    @Override
    public void close() {
        lease.close();
    }
}
