package dev.s3logkit.common.inventory;

/// One row of an inventory. Belongs to the reader, which fills it again and again.
public final class InventoryRow {

    /// Object keys have at most 1024 bytes of UTF-8.
    static final int MAX_KEY_BYTES = 1024;

    byte[] bucketBytes = new byte[0];
    int bucketFrom;
    int bucketTo;
    byte[] writtenBytes = new byte[0];
    int writtenFrom;
    int writtenTo;
    byte[] keyBytes = new byte[0];
    int keyFrom;
    int keyTo;
    long size;
    int modifiedDay;
    boolean latest;
    boolean deleteMarker;

    InventoryRow() {}

    /// Holds the bucket's name in `[bucketFrom(), bucketTo())`.
    public byte[] bucket() {
        return bucketBytes;
    }

    public int bucketFrom() {
        return bucketFrom;
    }

    public int bucketTo() {
        return bucketTo;
    }

    /// Holds the key as the file has it, in `[writtenKeyFrom(), writtenKeyTo())`: without the
    /// quotes around it, and nothing in it decoded or checked.
    public byte[] writtenKey() {
        return writtenBytes;
    }

    public int writtenKeyFrom() {
        return writtenFrom;
    }

    public int writtenKeyTo() {
        return writtenTo;
    }

    /// Holds the raw key, in UTF-8, in `[keyFrom(), keyTo())`.
    public byte[] key() {
        return keyBytes;
    }

    public int keyFrom() {
        return keyFrom;
    }

    public int keyTo() {
        return keyTo;
    }

    /// Bytes; 0 when the inventory has no sizes, and for delete markers.
    public long size() {
        return size;
    }

    /// The day of the last change in UTC as the number `yyyymmdd`; 0 when the inventory has none.
    public int modifiedDay() {
        return modifiedDay;
    }

    /// Whether this is the current version of the object, or versions are not told apart.
    public boolean latest() {
        return latest;
    }

    public boolean deleteMarker() {
        return deleteMarker;
    }
}
