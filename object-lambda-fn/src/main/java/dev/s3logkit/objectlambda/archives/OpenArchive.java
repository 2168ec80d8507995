package dev.s3logkit.objectlambda.archives;

import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.s3.ObjectInfo;
import java.io.IOException;
import java.io.UncheckedIOException;

/// An archive and how many use it. It is closed when it was retired and nobody uses it any more.
final class OpenArchive {

    private final Archive archive;
    private final ObjectInfo object;

    /// Those who use it, and one more until it is retired.
    private int users = 1;

    OpenArchive(Archive archive, ObjectInfo object) {
        this.archive = archive;
        this.object = object;
    }

    Archive archive() {
        return archive;
    }

    ObjectInfo object() {
        return object;
    }

    /// Whether S3 still has the object that was opened.
    boolean is(ObjectInfo now) {
        return now.etag().equals(object.etag()) && now.size() == object.size();
    }

    /// Takes it for one more user; false when it is closed already.
    synchronized boolean use() {
        if (users == 0) {
            return false;
        }
        users++;
        return true;
    }

    synchronized void release() {
        users--;
        if (users == 0) {
            try {
                archive.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
