package dev.s3logkit.common.archive.squashfs;

/// A block of a file or of fragments, unpacked.
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
record DataBlock(byte[] bytes) implements SquashfsCache.Value {

    @Override
    public long weight() {
        return bytes.length;
    }
}
