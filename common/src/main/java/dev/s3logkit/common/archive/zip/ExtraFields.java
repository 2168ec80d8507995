package dev.s3logkit.common.archive.zip;

/// The extra fields of a central directory header (APPNOTE 4.5.1). What does not fit is no field.
final class ExtraFields {

    private ExtraFields() {}

    /// Where the content of the first field of this kind starts, or -1. Its length stands in the
    /// two bytes before.
    static int find(byte[] header, int at, int kind) {
        int field =
                at
                        + ZipConstants.CENTRAL_SIZE
                        + LittleEndian.u16(header, at + ZipConstants.CENTRAL_NAME_LENGTH);
        int end = field + LittleEndian.u16(header, at + ZipConstants.CENTRAL_EXTRA_LENGTH);
        while (end - field >= ZipConstants.EXTRA_HEADER_SIZE) {
            int content = field + ZipConstants.EXTRA_HEADER_SIZE;
            int next = content + LittleEndian.u16(header, field + 2);
            if (next > end) {
                return -1;
            }
            if (LittleEndian.u16(header, field) == kind) {
                return content;
            }
            field = next;
        }
        return -1;
    }
}
