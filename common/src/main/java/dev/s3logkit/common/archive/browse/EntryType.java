package dev.s3logkit.common.archive.browse;

/// What an entry of an archive is. Only files have content.
public enum EntryType {
    FILE("a file", '-'),
    FOLDER("a folder", 'd'),
    SYMBOLIC_LINK("a symbolic link", 'l'),
    CHARACTER_DEVICE("a character device", 'c'),
    BLOCK_DEVICE("a block device", 'b'),
    FIFO("a FIFO", 'p'),
    SOCKET("a socket", 's'),
    /// A kind of some vendor, or a hard link to what the archive does not hold.
    OTHER("an entry of an unknown kind", '?');

    private final String description;
    private final char symbol;

    EntryType(String description, char symbol) {
        this.description = description;
        this.symbol = symbol;
    }

    /// For people, such as `a file`.
    public String description() {
        return description;
    }

    /// The letter of `ls -l`.
    public char symbol() {
        return symbol;
    }
}
