package dev.s3logkit.aggregator.staging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of one group: its waiting fragments, its sets and their ledgers.
///
/// Sets are numbered without gaps. A set file is created by a hard link, which fails when the
/// number is taken, so that even with a stale view of the folder two processes cannot make
/// different sets of one number.
public final class GroupFolder {

    private static final Pattern SET = Pattern.compile("set-(\\d{9})\\.json");

    private final Path root;
    private final Group group;

    public GroupFolder(Path root, Group group) {
        this.root = root;
        this.group = group;
    }

    public Group group() {
        return group;
    }

    /// Where lease, sets and ledgers lie.
    public Path sets() {
        return StagingLayout.sets(root, group);
    }

    /// The groups that have a folder of waiting fragments.
    public static List<GroupFolder> waiting(Path root) throws IOException {
        return groups(root, StagingLayout.fragmentsRoot(root));
    }

    /// The groups that have a folder of sets and ledgers.
    public static List<GroupFolder> recorded(Path root) throws IOException {
        return groups(root, StagingLayout.setsRoot(root));
    }

    private static List<GroupFolder> groups(Path root, Path parent) throws IOException {
        List<GroupFolder> folders = new ArrayList<>();
        for (Path scope : list(parent)) {
            String scopeName = scope.getFileName().toString();
            for (Path folder : list(scope)) {
                Group.parse(scopeName, folder.getFileName().toString())
                        .ifPresent(group -> folders.add(new GroupFolder(root, group)));
            }
        }
        return folders;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            // A folder on NFS may go away while it is read.
            throw new IOException(folder + ": " + e.getMessage(), e);
        }
    }

    /// The fragments that wait, by name. After a set is finished some of its own may still be here.
    public List<FragmentName> fragments() throws IOException {
        List<FragmentName> fragments = new ArrayList<>();
        for (Path file : list(StagingLayout.fragments(root, group))) {
            parse(file.getFileName().toString()).ifPresent(fragments::add);
        }
        return fragments;
    }

    /// Reads the name of one of the group's fragments.
    public Optional<FragmentName> parse(String fileName) {
        return FragmentName.parse(group.scope(), fileName);
    }

    /// Path of a waiting fragment.
    public Path fragment(String fileName) {
        return StagingLayout.fragments(root, group).resolve(fileName);
    }

    /// Path of the ledger of a set.
    public Path ledger(int set) {
        return sets().resolve("ledger-%09d.jsonl.zst".formatted(set));
    }

    /// The sets by number.
    public NavigableMap<Integer, FragmentSet> readSets() throws IOException {
        NavigableMap<Integer, FragmentSet> found = new TreeMap<>();
        for (Path file : list(sets())) {
            Matcher m = SET.matcher(file.getFileName().toString());
            if (m.matches()) {
                found.put(Integer.parseInt(m.group(1)), FragmentSet.read(file));
            }
        }
        return found;
    }

    /// The sources that the finished sets counted.
    ///
    /// @param sets the numbers of the group's sets; those without a ledger are not finished
    public SourceHashSet readLedgers(Set<Integer> sets) throws IOException {
        SourceHashSet known = new SourceHashSet();
        for (int set : sets) {
            Path ledger = ledger(set);
            if (Files.exists(ledger)) {
                Ledger.read(ledger, known);
            }
        }
        return known;
    }

    /// Makes a set.
    ///
    /// @return empty when another process made one of this number first
    public Optional<FragmentSet> create(FragmentSet set) throws IOException {
        Path file = sets().resolve("set-%09d.json".formatted(set.number()));
        Path temporary =
                sets().resolve(
                                file.getFileName()
                                        + "."
                                        + UUID.randomUUID()
                                        + FragmentName.TEMPORARY);
        try {
            Files.write(temporary, set.toJson());
            force(temporary);
            Files.createLink(file, temporary);
            StagingLayout.force(sets());
            return Optional.of(set);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// Removes fragments that a finished set names, and the folder when it is empty then.
    public void removeFragments(Iterable<String> fileNames) throws IOException {
        for (String fileName : fileNames) {
            Files.deleteIfExists(fragment(fileName));
        }
        removeIfEmpty(StagingLayout.fragments(root, group));
    }

    /// Removes temporary fragments that nobody has touched since, left by a process that died.
    ///
    /// @return how many
    public int sweepTemporary(Instant before) throws IOException {
        int swept = 0;
        for (Path folder : List.of(StagingLayout.fragments(root, group), sets())) {
            for (Path file : list(folder)) {
                if (file.getFileName().toString().endsWith(FragmentName.TEMPORARY)
                        && isOlder(file, before)
                        && Files.deleteIfExists(file)) {
                    swept++;
                }
            }
            removeIfEmpty(folder);
        }
        return swept;
    }

    /// Whether all sets and ledgers are older, and no fragment waits.
    public boolean isExpired(Instant before) throws IOException {
        for (Path file : list(sets())) {
            if (!Lease.isLease(file) && !isOlder(file, before)) {
                return false;
            }
        }
        return fragments().isEmpty();
    }

    /// Forgets what the group counted. Called under its lease, which is removed too.
    public void expire() throws IOException {
        // Sets come first in this order: a set without its ledger would look unfinished.
        for (Path file : list(sets()).reversed()) {
            Files.deleteIfExists(file);
        }
        removeIfEmpty(sets());
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void removeIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // A fragment arrived, or was there: the folder stays.
        }
    }
}
