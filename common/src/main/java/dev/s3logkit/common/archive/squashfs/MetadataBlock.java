package dev.s3logkit.common.archive.squashfs;

/// @param bytes of the block, unpacked: 1 to 8192
/// @param next position of the block behind it
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
record MetadataBlock(byte[] bytes, long next) implements SquashfsCache.Value {

    @Override
    public long weight() {
        return bytes.length;
    }
}
