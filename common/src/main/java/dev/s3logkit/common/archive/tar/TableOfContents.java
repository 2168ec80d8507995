package dev.s3logkit.common.archive.tar;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a tarball of ours holds, and where. Safe for use by any number of threads.
public final class TableOfContents {

    /// How much of the start of a file is asked for first, bytes: a table of some 7,000 entries.
    public static final int FIRST_READ = 256 << 10;

    private final List<TableEntry> entries;
    private final BlockTable blocks;
    private final Map<String, TableEntry> byName;

    /// @param entries in their order in the archive, no two of one name
    TableOfContents(List<TableEntry> entries, BlockTable blocks) {
        this.entries = List.copyOf(entries);
        this.blocks = blocks;
        this.byName = HashMap.newHashMap(entries.size());
        for (TableEntry entry : entries) {
            byName.put(entry.name(), entry);
        }
    }

    /// Reads the table of a tarball, by one request or, where it is larger than 256 KiB, by two.
    /// Empty when the file has none, whatever it is.
    ///
    /// @throws FormatException when there is one and it is damaged, of a later version, or not of
    ///   this file
    public static Optional<TableOfContents> read(RandomAccessSource source) throws IOException {
        return TableHead.read(source).map(TableHead::table);
    }

    /// The entries in their order in the archive.
    public List<TableEntry> entries() {
        return entries;
    }

    /// The entry of this name.
    public Optional<TableEntry> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// How many names there are.
    int names() {
        return byName.size();
    }

    BlockTable blocks() {
        return blocks;
    }

    /// Whether entries and positions are the same.
    @Override
    public boolean equals(Object other) {
        return other instanceof TableOfContents table
                && entries.equals(table.entries)
                && blocks.equals(table.blocks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(entries, blocks);
    }

    @Override
    public String toString() {
        return "%d entries in %d blocks".formatted(entries.size(), blocks.count());
    }
}
