package dev.s3logkit.objectlambda.archives;

import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.s3.ObjectInfo;

/// An open archive that stays open until the lease is closed.
public final class Lease implements AutoCloseable {

    private final OpenArchive opened;

    Lease(OpenArchive opened) {
        this.opened = opened;
    }

    /// The archive. The holder does not close it.
    public Archive archive() {
        return opened.archive();
    }

    /// What S3 said of its object when it was opened.
    public ObjectInfo object() {
        return opened.object();
    }

    /// Gives the archive back, once.
    @Override
    public void close() {
        opened.release();
    }
}
