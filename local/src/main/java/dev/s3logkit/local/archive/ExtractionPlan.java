package dev.s3logkit.local.archive;

import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.common.archive.browse.EntryType;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `archive get` makes of which entry, decided by names alone: nothing of it leads out of the
/// folder, whatever the archive says, and no two entries become the same file.
///
/// Symbolic links are kept apart, since they are made when everything else is there: so nothing is
/// ever written through one. A link is only made if it stays inside: its target is relative, and
/// every `..` in it stands before the first name and leads to a folder that is none itself a link.
final class ExtractionPlan {

    private final boolean sameCase;
    private final char separator;
    private final List<Item> folders = new ArrayList<>();
    private final List<Item> files = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    /// What is at each path, by its names as the file system compares them.
    private final Map<String, EntryType> taken = new HashMap<>();

    /// @param sameCase whether the file system takes names that differ in case only for the same
    /// @param separator of names in its paths: [File#separatorChar]
    ExtractionPlan(boolean sameCase, char separator) {
        this.sameCase = sameCase;
        this.separator = separator;
    }

    /// An entry and where it goes.
    ///
    /// @param path names below the output folder, none of them empty, `.` or `..`
    record Item(ArchiveEntry entry, List<String> path) {}

    /// @param target relative, and inside of the output folder
    record Link(Item item, String target) {}

    /// What is not extracted.
    ///
    /// @param special whether the entry cannot be a file, rather than be none for now
    record Refusal(ArchiveEntry entry, String reason, boolean special) {}

    List<Item> folders() {
        return folders;
    }

    List<Item> files() {
        return files;
    }

    List<Link> links() {
        return links;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    /// Adds an entry.
    ///
    /// @param key where it goes, relative to the output folder, as an archive names it
    /// @param target of a symbolic link, else null
    void add(ArchiveEntry entry, String key, @Nullable String target) {
        List<String> path = new ArrayList<>();
        for (String name : key.split("/", -1)) {
            if (name.equals("..") || !isName(name)) {
                refuse(
                        entry,
                        name.equals("..")
                                ? "its name leads out of the folder"
                                : "its name is none that a file can have",
                        false);
                return;
            }
            if (!name.isEmpty() && !name.equals(".")) {
                path.add(EntryName.isUtf8(name) ? name : EntryName.print(name));
            }
        }
        if (path.isEmpty()) {
            return;
        }
        String problem = problem(entry, path);
        if (problem != null) {
            refuse(entry, problem, false);
            return;
        }
        Item item = new Item(entry, List.copyOf(path));
        switch (entry.type()) {
            case FOLDER -> {
                take(path, EntryType.FOLDER);
                folders.add(item);
            }
            case FILE -> {
                take(path, EntryType.FILE);
                files.add(item);
            }
            case SYMBOLIC_LINK -> addLink(item, target == null ? "" : target);
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET, OTHER ->
                    refuse(entry, entry.type().description(), true);
        }
    }

    private boolean isName(String name) {
        return name.indexOf('\0') < 0
                && name.indexOf(separator) < 0
                && (separator == '/' || name.indexOf(':') < 0);
    }

    private void addLink(Item item, String target) {
        if (!staysInside(target, item.path.size() - 1)) {
            refuse(
                    item.entry,
                    "a symbolic link that leads out of the folder, to " + EntryName.print(target),
                    true);
            return;
        }
        take(item.path, EntryType.SYMBOLIC_LINK);
        links.add(new Link(item, target));
    }

    /// Whether a link stays inside when the `..` of its target are taken from `depth` folders, and
    /// the names behind them lead through links that stay inside, too.
    private boolean staysInside(String target, int depth) {
        if (target.isEmpty() || target.startsWith("/") || !EntryName.isUtf8(target)) {
            return false;
        }
        int up = 0;
        boolean named = false;
        for (String name : target.split("/", -1)) {
            if (name.equals("..")) {
                up++;
                if (named || up > depth) {
                    return false;
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                named = true;
                if (!isName(name)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Why an entry cannot be at its path, or null.
    private @Nullable String problem(ArchiveEntry entry, List<String> path) {
        for (int depth = 1; depth < path.size(); depth++) {
            EntryType above = taken.get(compared(path.subList(0, depth)));
            if (above != null && above != EntryType.FOLDER) {
                return "it would be in %s, which is %s"
                        .formatted(String.join("/", path.subList(0, depth)), above.description());
            }
        }
        EntryType there = taken.get(compared(path));
        boolean mayShare = there == EntryType.FOLDER && entry.type() == EntryType.FOLDER;
        return there == null || mayShare
                ? null
                : "another entry has its place" + (sameCase ? " (case does not count here)" : "");
    }

    private void take(List<String> path, EntryType type) {
        for (int depth = 1; depth < path.size(); depth++) {
            taken.putIfAbsent(compared(path.subList(0, depth)), EntryType.FOLDER);
        }
        taken.put(compared(path), type);
    }

    private String compared(List<String> path) {
        String joined = String.join("/", path);
        return sameCase
                ? Normalizer.normalize(joined, Normalizer.Form.NFC)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT)
                : joined;
    }

    private void refuse(ArchiveEntry entry, String reason, boolean special) {
        refusals.add(new Refusal(entry, reason, special));
    }
}
