package dev.s3logkit.common.archive.browse;

import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.archive.EntryName;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The entries of an archive that has names and no tree, such as a zip or a tarball: sorted, with
/// the folders that the names imply. Immutable.
final class FlatCatalog {

    /// Folders in each other: a key of S3 has room for half as many.
    private static final int MAX_DEPTH = 1024;

    /// Sorted as bytes, without duplicates.
    private final String[] keys;

    /// The number of each key's entry.
    private final int[] numbers;

    private final IntFunction<ArchiveEntry> entries;

    private FlatCatalog(String[] keys, int[] numbers, IntFunction<ArchiveEntry> entries) {
        this.keys = keys;
        this.numbers = numbers;
        this.entries = entries;
    }

    /// Sorts the names of an archive.
    ///
    /// @param source names the archive in messages
    /// @param keys of the entries in their order in the archive: of equal ones the last one counts
    /// @param entries makes the entry of a number, which is its place in `keys`
    static FlatCatalog of(String source, List<String> keys, IntFunction<ArchiveEntry> entries)
            throws LimitExceededException {
        String[] unsorted = keys.toArray(String[]::new);
        Integer[] order = new Integer[unsorted.length];
        for (int i = 0; i < order.length; i++) {
            requireDepth(source, unsorted[i]);
            order[i] = i;
        }
        // Stable: equal keys stay in the order of the archive.
        Arrays.sort(order, Comparator.comparing(number -> unsorted[number], EntryName::compare));
        String[] sorted = new String[order.length];
        int[] numbers = new int[order.length];
        int count = 0;
        for (Integer number : order) {
            String key = unsorted[number];
            if (count > 0 && sorted[count - 1].equals(key)) {
                count--;
            }
            sorted[count] = key;
            numbers[count++] = number;
        }
        return new FlatCatalog(
                Arrays.copyOf(sorted, count), Arrays.copyOf(numbers, count), entries);
    }

    private static void requireDepth(String source, String key) throws LimitExceededException {
        long depth = key.chars().filter(c -> c == '/').count();
        if (depth > MAX_DEPTH) {
            throw new LimitExceededException(source + ": folders in each other", depth, MAX_DEPTH);
        }
    }

    @Nullable ArchiveEntry find(String key) {
        if (key.isEmpty()) {
            return keys.length > 0 && keys[0].isEmpty()
                    ? entries.apply(numbers[0])
                    : ArchiveEntry.impliedFolder("");
        }
        int at = first(key);
        if (at < keys.length && keys[at].equals(key)) {
            return entries.apply(numbers[at]);
        }
        String folder = key.endsWith("/") ? key : key + "/";
        int inside = first(folder);
        if (inside == keys.length || !keys[inside].startsWith(folder)) {
            return null;
        }
        return keys[inside].equals(folder)
                ? entries.apply(numbers[inside])
                : ArchiveEntry.impliedFolder(folder);
    }

    EntryCursor walk(String from) {
        return new Cursor(from);
    }

    /// The place of the first key that is not before this one.
    private int first(String key) {
        int found = Arrays.binarySearch(keys, key, EntryName::compare);
        return found < 0 ? -found - 1 : found;
    }

    private final class Cursor implements EntryCursor {

        private final String from;
        private int at;

        /// The key that was returned last.
        private String last = "";

        Cursor(String from) {
            this.from = from;
            this.at = first(from.isEmpty() ? "\0" : from);
        }

        @Override
        public @Nullable ArchiveEntry next() {
            if (at == keys.length) {
                return null;
            }
            String folder = impliedFolder(keys[at]);
            last = folder == null ? keys[at] : folder;
            return folder == null
                    ? entries.apply(numbers[at++])
                    : ArchiveEntry.impliedFolder(folder);
        }

        @Override
        public void skipFolder() {
            if (last.endsWith("/")) {
                leave(last);
            }
        }

        @Override
        public void leave(String folder) {
            // The character behind the slash is the first one that no key in the folder has.
            at = Math.max(at, first(folder.substring(0, folder.length() - 1) + '0'));
        }

        /// The outermost folder of a key that neither was returned nor has an entry, or null.
        private @Nullable String impliedFolder(String key) {
            int shared = sharedFolder(key);
            for (int slash = key.indexOf('/', shared);
                    slash >= 0 && slash < key.length() - 1;
                    slash = key.indexOf('/', slash + 1)) {
                String folder = key.substring(0, slash + 1);
                if (EntryName.compare(folder, from) >= 0) {
                    return folder;
                }
            }
            return null;
        }

        /// Length of the innermost folder of a key that the last key is in as well, or is.
        private int sharedFolder(String key) {
            int length = Math.min(key.length(), last.length());
            int shared = 0;
            for (int i = 0; i < length && key.charAt(i) == last.charAt(i); i++) {
                if (key.charAt(i) == '/') {
                    shared = i + 1;
                }
            }
            return shared;
        }
    }
}
