package dev.s3logkit.objectlambda.bucket;

import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.objectlambda.archives.Lease;
import dev.s3logkit.objectlambda.archives.OpenArchives;
import dev.s3logkit.objectlambda.mapping.Mapping;
import dev.s3logkit.objectlambda.mapping.VirtualMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Makes one page of a listing: merges the archives whose mappings have keys in it. An archive is
/// opened when the page comes to its first key, and not at all when the delimiter is in the prefix
/// of its mapping, so that what it holds does not matter.
final class Lister implements AutoCloseable {

    private final VirtualMap map;
    private final OpenArchives archives;
    private final ListRequest request;
    private final String after;
    private final PriorityQueue<MappedCursor> cursors =
            new PriorityQueue<>(
                    Comparator.comparing(
                            cursor -> Objects.requireNonNull(cursor.key()), EntryName::compare));
    private final List<ServedObject> contents = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();

    /// The next mapping that comes behind all that were looked at.
    private @Nullable Mapping ahead;

    private @Nullable String last;

    /// What is opened at present, for whoever wants to know which archive failed.
    private @Nullable Mapping current;

    /// @param after key or common prefix that the page starts behind; empty for the beginning
    Lister(VirtualMap map, OpenArchives archives, ListRequest request, String after) {
        this.map = map;
        this.archives = archives;
        this.request = request;
        this.after = after;
    }

    /// The mapping whose archive was read last.
    @Nullable Mapping current() {
        return current;
    }

    Listing list() throws IOException {
        if (request.maxKeys() > 0) {
            String from = from();
            if (from != null) {
                start(from);
                while (step()) {
                    // one key or common prefix, or one archive more
                }
            }
        }
        boolean truncated = ahead != null || !cursors.isEmpty();
        String next = truncated ? last : null;
        return new Listing(
                request,
                contents,
                prefixes,
                truncated,
                next,
                next == null ? null : ContinuationToken.of(next));
    }

    /// The first key that may be on the page; null when there can be none.
    private @Nullable String from() {
        if (after.isEmpty() || EntryName.compare(after, request.prefix()) < 0) {
            return request.prefix();
        }
        return after.equals(commonPrefix(after)) ? Keys.behind(after) : after + '\0';
    }

    private void start(String from) throws IOException {
        for (Mapping outer : map.around(from)) {
            open(outer, from);
        }
        ahead = wanted(map.next(from));
    }

    /// @return false at the end of the page
    private boolean step() throws IOException {
        MappedCursor first = cursors.peek();
        String key = first == null ? null : first.key();
        Mapping next = ahead;
        if (next != null && (key == null || EntryName.compare(next.prefix(), key) <= 0)) {
            return enter(next);
        }
        if (first == null || key == null) {
            return false;
        }
        if (!key.startsWith(request.prefix())) {
            // All others come behind it.
            close();
            return false;
        }
        String common = commonPrefix(key);
        if (common != null) {
            return take(common);
        }
        if (isFull()) {
            return false;
        }
        current = first.mapping();
        contents.add(first.object());
        last = key;
        cursors.poll();
        first.advance();
        keep(first);
        return true;
    }

    private boolean enter(Mapping mapping) throws IOException {
        String common = commonPrefix(mapping.prefix());
        if (common != null && mapping.prefix().startsWith(request.prefix())) {
            return take(common);
        }
        open(mapping, mapping.prefix());
        ahead = wanted(map.next(mapping.prefix() + '\0'));
        return true;
    }

    /// Takes a common prefix, and goes behind everything that has it.
    private boolean take(String common) throws IOException {
        if (!common.equals(after)) {
            if (isFull()) {
                return false;
            }
            prefixes.add(common);
            last = common;
        }
        while (!cursors.isEmpty() && hasPrefix(cursors.peek(), common)) {
            MappedCursor inside = cursors.poll();
            current = inside.mapping();
            inside.seek(common);
            keep(inside);
        }
        if (ahead != null && ahead.prefix().startsWith(common)) {
            String behind = Keys.behind(common);
            ahead = behind == null ? null : wanted(map.next(behind));
        }
        return true;
    }

    private static boolean hasPrefix(MappedCursor cursor, String prefix) {
        return Objects.requireNonNull(cursor.key()).startsWith(prefix);
    }

    private boolean isFull() {
        return contents.size() + prefixes.size() == request.maxKeys();
    }

    private void open(Mapping mapping, String from) throws IOException {
        current = mapping;
        Lease lease = archives.lease(mapping.archive());
        try {
            keep(new MappedCursor(mapping, map, lease, from));
        } catch (Throwable e) {
            lease.close();
            throw e;
        }
    }

    private void keep(MappedCursor cursor) {
        if (cursor.key() == null) {
            cursor.close();
        } else {
            cursors.add(cursor);
        }
    }

    /// The mapping, if keys behind its prefix may be wanted.
    private @Nullable Mapping wanted(@Nullable Mapping mapping) {
        return mapping != null && mapping.prefix().startsWith(request.prefix()) ? mapping : null;
    }

    /// What a key has up to the first delimiter behind the prefix, or null when there is none.
    private @Nullable String commonPrefix(String key) {
        String delimiter = request.delimiter();
        int from = request.prefix().length();
        int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, from);
        return at < 0 ? null : key.substring(0, at + delimiter.length());
    }

    @Override
    public void close() {
        cursors.forEach(MappedCursor::close);
        cursors.clear();
    }
}
