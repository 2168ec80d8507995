package dev.s3logkit.common.archive.tar;

/// What an entry is. Only files, and kinds that this reader does not know, have a body.
public enum TarType {
    FILE,
    HARD_LINK,
    SYMBOLIC_LINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    DIRECTORY,
    FIFO,
    /// A kind of some vendor, such as a volume label.
    OTHER;

    static TarType of(char typeflag, String name) {
        return switch (typeflag) {
            // The seventh edition had no type for folders.
            case TarConstants.TYPE_FILE, TarConstants.TYPE_FILE_V7 ->
                    name.endsWith("/") ? DIRECTORY : FILE;
            case TarConstants.TYPE_CONTIGUOUS_FILE -> FILE;
            case TarConstants.TYPE_HARD_LINK -> HARD_LINK;
            case TarConstants.TYPE_SYMBOLIC_LINK -> SYMBOLIC_LINK;
            case TarConstants.TYPE_CHARACTER_DEVICE -> CHARACTER_DEVICE;
            case TarConstants.TYPE_BLOCK_DEVICE -> BLOCK_DEVICE;
            case TarConstants.TYPE_DIRECTORY -> DIRECTORY;
            case TarConstants.TYPE_FIFO -> FIFO;
            default -> OTHER;
        };
    }

    /// Whether as many bytes follow as the header's size says; the size of the others means
    /// nothing.
    boolean hasBody() {
        return this == FILE || this == OTHER;
    }
}
