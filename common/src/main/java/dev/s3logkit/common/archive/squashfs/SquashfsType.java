package dev.s3logkit.common.archive.squashfs;

/// What an inode is, in the order of the numbers of the basic types, which start at 1.
public enum SquashfsType {
    DIRECTORY,
    FILE,
    SYMBOLIC_LINK,
    BLOCK_DEVICE,
    CHARACTER_DEVICE,
    FIFO,
    SOCKET;

    private static final SquashfsType[] TYPES = values();

    static boolean isBasic(int number) {
        return number >= 1 && number <= TYPES.length;
    }

    /// @param number for which [#isBasic(int)] holds
    static SquashfsType ofBasic(int number) {
        return TYPES[number - 1];
    }
}
