package dev.s3logkit.common.archive.browse;

import java.util.Locale;

/// What of an archive is worth fetching in one round trip when it is opened over a network, so that
/// its table of contents is there: bytes of its start and of its end.
///
/// @param head bytes from the start on; 0 where the format has nothing there
/// @param tail bytes up to the end; at least 1
public record EdgeBytes(int head, int tail) {

    /// What tells the format, and the superblock.
    private static final int SUPERBLOCK = Archives.START;

    /// All tables of an image of 100,000 files.
    private static final int SQUASHFS_TABLES = 4 << 20;

    /// The central directory of a zip of 10,000 files, and its proof.
    private static final int ZIP_DIRECTORY = 1 << 20;

    /// The table of a tarball of 7,000 files.
    private static final int TARBALL_TABLE = 256 << 10;

    /// What is not named by its format.
    private static final EdgeBytes UNKNOWN = new EdgeBytes(TARBALL_TABLE, ZIP_DIRECTORY);

    /// What an archive of this name wants. A name that promises another format than the archive has
    /// costs requests and nothing else.
    public static EdgeBytes of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String extension = lower.substring(lower.lastIndexOf('.') + 1);
        return switch (extension) {
            case "sqfs", "sqsh", "squashfs", "sfs", "snap" ->
                    new EdgeBytes(SUPERBLOCK, SQUASHFS_TABLES);
            case "zip", "jar" -> new EdgeBytes(0, ZIP_DIRECTORY);
            case "tgz", "gz", "zst", "tzst", "tar", "xz", "txz" -> new EdgeBytes(TARBALL_TABLE, 1);
            default -> UNKNOWN;
        };
    }
}
