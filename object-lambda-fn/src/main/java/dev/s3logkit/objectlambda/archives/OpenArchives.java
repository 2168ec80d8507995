package dev.s3logkit.objectlambda.archives;

import dev.s3logkit.common.s3.ObjectStore;

/// Archives in S3 that are kept open, bounded in number and memory, told apart by bucket, key, ETag
/// and length. Safe for use by any number of threads.
public final class OpenArchives implements AutoCloseable {

    /// @param store stays open
    public OpenArchives(ObjectStore store, ArchiveSettings settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
