package dev.s3logkit.aggregator.staging;

import java.nio.ByteBuffer;

/// 128 bits that stand for one source in one partition.
public record SourceHash(long high, long low) implements Comparable<SourceHash> {

    static SourceHash of(byte[] digest) {
        ByteBuffer buffer = ByteBuffer.wrap(digest);
        return new SourceHash(buffer.getLong(), buffer.getLong());
    }

    @Override
    public int compareTo(SourceHash other) {
        int c = Long.compareUnsigned(high, other.high);
        return c != 0 ? c : Long.compareUnsigned(low, other.low);
    }
}
