package dev.s3logkit.compressor.archive;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.archive.zip.ZipProof;
import dev.s3logkit.common.archive.zip.ZipReader;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.ObjectArchivedException;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Source;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.failure.ArchiveInvalidException;
import dev.s3logkit.compressor.failure.ArchiveUnreadableException;
import java.io.IOException;

/// An archive that is read where it is. All reads are of one and the same object: they are under
/// the condition of its ETag.
final class ArchiveObject implements AutoCloseable {

    /// The end of a zip, with all of the directory when there are up to a thousand entries. One
    /// request gets it, and what else S3 says of the object.
    private static final int TAIL = 128 << 10;

    private final S3Source source;
    private final ZipReader zip;

    private ArchiveObject(S3Source source, ZipReader zip) {
        this.source = source;
        this.zip = zip;
    }

    /// Opens an archive by one request, or two when its directory is large.
    ///
    /// @throws ArchiveUnreadableException when it is not there, or has to be restored first
    /// @throws ArchiveInvalidException when it is no zip archive, or a damaged one
    static ArchiveObject open(ObjectStore store, S3Uri uri) throws IOException {
        S3Source source;
        try {
            source = S3Source.open(store, uri, 0, TAIL);
        } catch (NoSuchObjectException e) {
            throw new ArchiveUnreadableException(String.valueOf(e.getMessage()), e);
        } catch (ObjectArchivedException e) {
            throw new ArchiveUnreadableException(
                    "%s is in an archive storage class: restore it first (aws s3api restore-object)"
                            .formatted(uri),
                    e);
        }
        try {
            return new ArchiveObject(source, ZipReader.open(source));
        } catch (FormatException e) {
            source.close();
            throw new ArchiveInvalidException(String.valueOf(e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    ObjectInfo info() {
        return source.info();
    }

    ZipReader zip() {
        return zip;
    }

    /// What the archive says of itself.
    ///
    /// @throws ArchiveInvalidException when it carries no proof, or a damaged one
    ZipProof proof() throws IOException {
        try {
            return zip.proof()
                    .orElseThrow(
                            () ->
                                    new ArchiveInvalidException(
                                            "%s holds no proof of what it was made from"
                                                    .formatted(info().uri())));
        } catch (FormatException e) {
            throw new ArchiveInvalidException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
