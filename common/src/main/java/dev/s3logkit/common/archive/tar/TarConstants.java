package dev.s3logkit.common.archive.tar;

/// The layout of a header block: POSIX.1-2017, XCU `pax`, EXTENDED DESCRIPTION, "ustar Interchange
/// Format", with what GNU tar does otherwise ("Basic Tar Format" of its manual).
///
/// ```text
/// offset  size
///      0   100  name       bytes up to the first NUL
///    100     8  mode
///    108     8  uid
///    116     8  gid
///    124    12  size       octal digits, or base-256 when bit 7 of the first byte is set
///    136    12  mtime      seconds since 1970, as size
///    148     8  chksum     sum of all bytes of the block, this field taken as spaces
///    156     1  typeflag
///    157   100  linkname
///    257     6  magic      "ustar\0" (POSIX), "ustar " (GNU), anything else (seventh edition)
///    263     2  version    "00" (POSIX), " \0" (GNU)
///    265    32  uname
///    297    32  gname
///    329     8  devmajor
///    337     8  devminor
///    345   155  prefix     POSIX only: stands before the name, with a slash between
///    500    12  (unused)
/// ```
///
/// The body follows in whole blocks. Two blocks of zeros end the archive.
final class TarConstants {

    static final int BLOCK = 512;

    /// Of the end marker: two blocks of zeros.
    static final int END_SIZE = 2 * BLOCK;

    static final int NAME = 0;
    static final int NAME_SIZE = 100;
    static final int MODE = 100;
    static final int UID = 108;
    static final int GID = 116;
    static final int ID_SIZE = 8;

    /// Permissions of every entry that we write.
    static final int FILE_MODE = 0644;

    static final int SIZE = 124;
    static final int MTIME = 136;
    static final int NUMBER_SIZE = 12;
    static final int CHKSUM = 148;
    static final int CHKSUM_SIZE = 8;
    static final int TYPEFLAG = 156;
    static final int LINKNAME = 157;
    static final int LINKNAME_SIZE = 100;
    static final int MAGIC = 257;
    static final int PREFIX = 345;
    static final int PREFIX_SIZE = 155;

    /// Magic and version of POSIX, the version left out because some writers leave it blank.
    static final String POSIX_MAGIC = "ustar\0";

    /// Version of POSIX, after the magic.
    static final String POSIX_VERSION = "00";

    /// Magic and version of GNU, which has other fields in the place of the prefix.
    static final String GNU_MAGIC = "ustar  \0";

    // Values of typeflag. POSIX: "ustar Interchange Format", "pax Header Block".

    static final char TYPE_FILE = '0';
    static final char TYPE_FILE_V7 = '\0';
    static final char TYPE_HARD_LINK = '1';
    static final char TYPE_SYMBOLIC_LINK = '2';
    static final char TYPE_CHARACTER_DEVICE = '3';
    static final char TYPE_BLOCK_DEVICE = '4';
    static final char TYPE_DIRECTORY = '5';
    static final char TYPE_FIFO = '6';
    static final char TYPE_CONTIGUOUS_FILE = '7';
    static final char TYPE_PAX_NEXT = 'x';
    static final char TYPE_PAX_GLOBAL = 'g';

    // Values of GNU tar and of Solaris.

    static final char TYPE_GNU_LONG_NAME = 'L';
    static final char TYPE_GNU_LONG_LINK = 'K';
    static final char TYPE_GNU_SPARSE = 'S';
    static final char TYPE_GNU_MULTIVOLUME = 'M';
    static final char TYPE_GNU_OLD_NAMES = 'N';
    static final char TYPE_SOLARIS_PAX = 'X';

    // Keywords: POSIX "pax Extended Header", and GNU's "Storing Sparse Files".

    static final String PAX_PATH = "path";
    static final String PAX_LINKPATH = "linkpath";
    static final String PAX_SIZE = "size";
    static final String PAX_MTIME = "mtime";
    static final String PAX_GNU_SPARSE = "GNU.sparse.";

    // Bounds of ours.

    /// Of one extended header, and of all that precede one entry. S3 keys have 1 KiB.
    static final int MAX_PAX_BYTES = 1 << 20;

    /// Of what holds for every entry, since each entry with records of its own copies it.
    static final int MAX_GLOBAL_PAX_BYTES = 16 << 10;

    /// Of a name or the target of a link, in bytes.
    static final int MAX_NAME_BYTES = 64 << 10;

    /// Of what follows the end of the archive: writers fill their last record, of 10 KiB as a rule.
    static final int MAX_PADDING = 1 << 20;

    /// Of a body: up to which it can be counted with its padding.
    static final long MAX_BODY = Long.MAX_VALUE - BLOCK;

    private TarConstants() {}

    /// How many bytes fill up the last block of a body.
    static long padding(long size) {
        return -size & (BLOCK - 1);
    }
}
