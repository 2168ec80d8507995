package dev.s3logkit.common.archive.zip;

/// The layout of the records: PKWARE APPNOTE 6.3.10, with its section numbers.
///
/// ```text
/// local file header (4.3.7)        central directory header (4.3.12)
///   0  4  PK 03 04                   0  4  PK 01 02
///                                    4  2  version made by
///   4  2  version needed             6  2  version needed
///   6  2  flags                      8  2  flags
///   8  2  method                    10  2  method
///  10  2  time                      12  2  time
///  12  2  date                      14  2  date
///  14  4  CRC-32                    16  4  CRC-32
///  18  4  compressed size           20  4  compressed size
///  22  4  size                      24  4  size
///  26  2  length of the name        28  2  length of the name
///  28  2  length of the extra       30  2  length of the extra
///                                   32  2  length of the comment
///                                   34  2  disk number
///                                   36  2  internal attributes
///                                   38  4  external attributes
///                                   42  4  offset of the local header
///  30     name, extra               46     name, extra, comment
///
/// end of central directory (4.3.16)     ZIP64 end (4.3.14)           ZIP64 locator (4.3.15)
///   0  4  PK 05 06                        0  4  PK 06 06               0  4  PK 06 07
///   4  2  disk number                     4  8  length of the rest     4  4  disk of the ZIP64 end
///   6  2  disk of the directory          12  2  version made by        8  8  offset of the ZIP64 end
///   8  2  entries on this disk           14  2  version needed        16  4  number of disks
///  10  2  entries                        16  4  disk number           20
///  12  4  length of the directory        20  4  disk of the directory
///  16  4  offset of the directory        24  8  entries on this disk
///  20  2  length of the comment          32  8  entries
///  22     comment                        40  8  length of the directory
///                                        48  8  offset of the directory
///                                        56     extensible data
/// ```
final class ZipConstants {

    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int LOCAL_SIZE = 30;
    static final int LOCAL_VERSION = 4;
    static final int LOCAL_FLAGS = 6;
    static final int LOCAL_METHOD = 8;
    static final int LOCAL_TIME = 10;
    static final int LOCAL_CRC = 14;
    static final int LOCAL_COMPRESSED_SIZE = 18;
    static final int LOCAL_ENTRY_SIZE = 22;
    static final int LOCAL_NAME_LENGTH = 26;
    static final int LOCAL_EXTRA_LENGTH = 28;

    static final int CENTRAL_SIGNATURE = 0x02014b50;
    static final int CENTRAL_SIZE = 46;
    static final int CENTRAL_MADE_BY = 4;
    static final int CENTRAL_VERSION = 6;
    static final int CENTRAL_FLAGS = 8;
    static final int CENTRAL_METHOD = 10;
    static final int CENTRAL_TIME = 12;
    static final int CENTRAL_CRC = 16;
    static final int CENTRAL_COMPRESSED_SIZE = 20;
    static final int CENTRAL_ENTRY_SIZE = 24;
    static final int CENTRAL_NAME_LENGTH = 28;
    static final int CENTRAL_EXTRA_LENGTH = 30;
    static final int CENTRAL_COMMENT_LENGTH = 32;
    static final int CENTRAL_DISK = 34;
    static final int CENTRAL_EXTERNAL_ATTRIBUTES = 38;
    static final int CENTRAL_OFFSET = 42;

    /// 4.3.9: follows the data of an entry whose sizes the local header does not know.
    static final int DESCRIPTOR_SIGNATURE = 0x08074b50;

    static final int DESCRIPTOR_SIZE = 16;
    static final int DESCRIPTOR_ZIP64_SIZE = 24;

    static final int END_SIGNATURE = 0x06054b50;
    static final int END_SIZE = 22;
    static final int END_DISK = 4;
    static final int END_DIRECTORY_DISK = 6;
    static final int END_ENTRIES_ON_DISK = 8;
    static final int END_ENTRIES = 10;
    static final int END_DIRECTORY_SIZE = 12;
    static final int END_DIRECTORY_OFFSET = 16;
    static final int END_COMMENT_LENGTH = 20;

    static final int ZIP64_END_SIGNATURE = 0x06064b50;
    static final int ZIP64_END_SIZE = 56;
    static final int ZIP64_END_REST = 4;
    static final int ZIP64_END_MADE_BY = 12;
    static final int ZIP64_END_VERSION = 14;
    static final int ZIP64_END_DISK = 16;
    static final int ZIP64_END_DIRECTORY_DISK = 20;
    static final int ZIP64_END_ENTRIES_ON_DISK = 24;
    static final int ZIP64_END_ENTRIES = 32;
    static final int ZIP64_END_DIRECTORY_SIZE = 40;
    static final int ZIP64_END_DIRECTORY_OFFSET = 48;

    static final int LOCATOR_SIGNATURE = 0x07064b50;
    static final int LOCATOR_SIZE = 20;
    static final int LOCATOR_DISK = 4;
    static final int LOCATOR_OFFSET = 8;
    static final int LOCATOR_DISKS = 16;

    /// 4.4.1.4: values that say that the ZIP64 record has the real one.
    static final int MAX_16 = 0xffff;

    static final long MAX_32 = 0xffff_ffffL;

    // 4.4.4: general purpose bits.
    static final int FLAG_ENCRYPTED = 1;
    static final int FLAG_DESCRIPTOR = 1 << 3;
    static final int FLAG_PATCH = 1 << 5;
    static final int FLAG_STRONG_ENCRYPTION = 1 << 6;
    static final int FLAG_UTF8 = 1 << 11;
    static final int FLAG_MASKED_HEADERS = 1 << 13;

    // 4.4.3.2: features and the version that they need.
    static final int VERSION_STORE = 10;
    static final int VERSION_DEFLATE = 20;
    static final int VERSION_ZIP64 = 45;
    static final int VERSION_ZSTD = 63;

    // 4.4.2: the system whose attributes and names an entry has.
    static final int MADE_BY_UNIX = 3;
    static final int MADE_BY_DARWIN = 19;

    // 4.5.2 and 4.6: extra fields.
    static final int EXTRA_HEADER_SIZE = 4;
    static final int EXTRA_ZIP64 = 0x0001;

    /// Info-ZIP's extended timestamp: flags, then seconds since 1970 for each bit set.
    static final int EXTRA_TIMESTAMP = 0x5455;

    static final int TIMESTAMP_SIZE = 5;
    static final int TIMESTAMP_MODIFIED = 1;

    /// 4.6.9, Info-ZIP's Unicode Path: version 1, the CRC-32 of the name it replaces, UTF-8.
    static final int EXTRA_UNICODE_PATH = 0x7075;

    /// Of a file mode: `rw-r--r--`, a regular file, in the upper half of the attributes.
    static final long FILE_ATTRIBUTES = 0100644L << 16;

    /// A folder, with MS-DOS's bit of it too.
    static final long FOLDER_ATTRIBUTES = 040755L << 16 | 0x10;

    // Bounds of ours.

    /// Up to this size an entry is held in memory; a larger one is streamed, in frames of [#FRAME]
    /// bytes.
    static final int LARGE = 8 << 20;

    static final int FRAME = 4 << 20;

    private ZipConstants() {}
}
