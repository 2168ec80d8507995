package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAX_PATH;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.archive.EntryName;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All entries of an image in the order of their [keys][SquashfsEntry#key()] as unsigned bytes,
/// which is how S3 lists: `a-b`, `a.txt`, `a/`, `a/x`, `a0`. Symbolic links are entries and are not
/// followed. No content of files is read. Not safe for use by several threads.
///
/// A listing has its names in order, so only folders have to wait, until the names that go on with
/// a byte before the slash have passed; each that waits is the start of the name of the next one.
public final class SquashfsWalk {

    private final SquashfsImage image;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Set<Long> visited = new HashSet<>();
    private byte[] from;
    private @Nullable SquashfsEntry entered;

    /// A folder of which the listing is being read.
    private static final class Level {
        final SquashfsListing listing;

        /// The key of the folder.
        final String inside;

        /// Folders that were read and whose turn has not come, the longest name last.
        final Deque<SquashfsEntry> waiting = new ArrayDeque<>();

        @Nullable SquashfsEntry ahead;

        Level(SquashfsListing listing, String inside) {
            this.listing = listing;
            this.inside = inside;
        }
    }

    SquashfsWalk(SquashfsImage image, String from) throws IOException {
        this.image = image;
        this.from = EntryName.toBytes(from);
        entered = image.root();
    }

    /// The next entry, or null behind the last one. The root itself is none of them.
    ///
    /// @throws FormatException when the image is damaged, or a folder is reached a second time
    public @Nullable SquashfsEntry next() throws IOException {
        for (; ; ) {
            if (entered != null) {
                SquashfsEntry folder = entered;
                entered = null;
                enter(folder);
            }
            Level level = levels.peek();
            if (level == null) {
                return null;
            }
            SquashfsEntry entry = next(level);
            if (entry == null) {
                levels.pop();
                continue;
            }
            byte[] key = EntryName.toBytes(entry.key());
            if (entry.isDirectory() && (from.length == 0 || mayHold(key))) {
                entered = entry;
            }
            if (Arrays.compareUnsigned(key, from) >= 0) {
                from = new byte[0];
                return entry;
            }
        }
    }

    /// Passes over what is in the folder that [#next()] returned last.
    public void skipFolder() {
        entered = null;
    }

    /// Passes over what is left in a folder in which the entry is that [#next()] returned last.
    ///
    /// @param folder its key, which ends in a slash
    public void leave(String folder) {
        entered = null;
        while (!levels.isEmpty() && levels.peek().inside.startsWith(folder)) {
            levels.pop();
        }
    }

    /// Whether a folder holds keys that are not before the first one that is wanted.
    private boolean mayHold(byte[] key) {
        return startsWith(from, key) || Arrays.compareUnsigned(key, from) > 0;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length
                && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private void enter(SquashfsEntry folder) throws IOException {
        if (!visited.add(folder.reference())) {
            throw image.damaged("a folder that is in two folders, or in itself: " + folder.path());
        }
        if (folder.path().length() > MAX_PATH) {
            throw image.limit("path, characters", folder.path().length(), MAX_PATH);
        }
        String inside = folder.path().isEmpty() ? "" : folder.path() + "/";
        byte[] prefix = EntryName.toBytes(inside);
        if (!startsWith(from, prefix)) {
            levels.push(new Level(image.list(folder, ""), inside));
            return;
        }
        int end = prefix.length;
        while (end < from.length && from[end] != '/') {
            end++;
        }
        byte[] first = Arrays.copyOfRange(from, prefix.length, end);
        Level level = new Level(image.list(folder, EntryName.toText(first)), inside);
        // A folder whose name is a part of the first one comes behind it when what follows is less
        // than a slash.
        for (int length = 1; length < first.length; length++) {
            if ((first[length] & 0xff) < '/') {
                SquashfsEntry before =
                        image.child(folder, EntryName.toText(Arrays.copyOf(first, length)));
                if (before != null && before.isDirectory()) {
                    level.waiting.push(before);
                }
            }
        }
        levels.push(level);
    }

    private static @Nullable SquashfsEntry next(Level level) throws IOException {
        for (; ; ) {
            SquashfsEntry entry = level.ahead == null ? level.listing.next() : level.ahead;
            level.ahead = null;
            SquashfsEntry waiting = level.waiting.peek();
            if (waiting != null && (entry == null || isBefore(waiting, entry))) {
                level.ahead = entry;
                return level.waiting.pop();
            }
            if (entry == null || !entry.isDirectory()) {
                return entry;
            }
            level.waiting.push(entry);
        }
    }

    private static boolean isBefore(SquashfsEntry folder, SquashfsEntry entry) {
        return EntryName.compare(folder.key(), entry.path()) < 0;
    }
}
