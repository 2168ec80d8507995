package dev.s3logkit.common.s3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// S3 as this suite sees it. Safe for use by any number of threads; every method blocks.
///
/// Throttling and server errors are retried inside; what comes out as an [ObjectStoreException] has
/// failed for good. What a caller may want to act on has a class of its own:
/// [NoSuchObjectException], [ObjectChangedException], [ObjectArchivedException],
/// [ObjectAccessDeniedException], [RangeNotSatisfiableException], [WrongRegionException]. Every
/// request is counted in [#requests()].
public interface ObjectStore extends AutoCloseable {

    /// Opens the whole body of an object. The caller closes it.
    ///
    /// @throws NoSuchObjectException when the object or its bucket does not exist
    default ObjectStream open(S3Uri uri) throws IOException {
        return open(uri, null);
    }

    /// Opens the whole body of an object that has this ETag. The caller closes it.
    ///
    /// @param ifMatch ETag without quotes; null for any
    /// @throws ObjectChangedException when the object has another ETag
    /// @throws NoSuchObjectException when the object or its bucket does not exist
    /// @throws ObjectArchivedException when it has to be restored first
    ObjectStream open(S3Uri uri, @Nullable String ifMatch) throws IOException;

    /// Opens a range of an object that has this ETag. The stream's info tells the size of the whole
    /// object, its offset and length the range as it was cut at the object's end. Of an empty
    /// object a suffix, or a range from offset 0, is empty. The caller closes it.
    ///
    /// @param ifMatch ETag without quotes; null for any
    /// @throws RangeNotSatisfiableException when the object ends before the range
    /// @throws ObjectChangedException when the object has another ETag
    /// @throws NoSuchObjectException when the object or its bucket does not exist
    /// @throws ObjectArchivedException when it has to be restored first
    ObjectStream openRange(S3Uri uri, ByteRange range, @Nullable String ifMatch) throws IOException;

    /// What S3 says of an object, or empty when there is none. A missing bucket is a
    /// [NoSuchObjectException].
    Optional<ObjectInfo> head(S3Uri uri) throws IOException;

    /// Visits every object whose key starts with the prefix, in UTF-8 byte order of the keys;
    /// memory does not grow with their number.
    void list(S3Uri prefix, Visitor visitor) throws IOException;

    /// Visits what a person means by a URL: the object of this key, or else every object below it.
    ///
    /// @throws NoSuchObjectException when there is none
    default void find(S3Uri uri, Visitor visitor) throws IOException {
        boolean folder = uri.key().isEmpty() || uri.key().endsWith("/");
        Optional<ObjectInfo> object = folder ? Optional.empty() : head(uri);
        if (object.isPresent()) {
            visitor.visit(object.get());
            return;
        }
        long[] found = {0};
        list(
                uri,
                below -> {
                    found[0]++;
                    visitor.visit(below);
                });
        if (found[0] == 0) {
            throw new NoSuchObjectException(uri, "LIST", "no object has this key or prefix", null);
        }
    }

    /// Starts to write an object. Nothing is visible before [ObjectWriter#commit()].
    ObjectWriter create(S3Uri uri, CreateOptions options) throws IOException;

    /// Deletes an object that has this ETag. S3 does not tell whether there was one: what is not
    /// there counts as deleted.
    ///
    /// @param ifMatch ETag without quotes; null for any
    /// @return deleted or changed; what fails is thrown
    DeleteOutcome delete(S3Uri uri, @Nullable String ifMatch) throws IOException;

    /// Deletes any number of objects, by requests of up to 1,000 keys, each key under the condition
    /// of its own ETag. A request that fails is the outcome of its objects, and the others go on.
    ///
    /// @return one outcome for each object, in their order
    /// @throws java.io.InterruptedIOException when the thread is interrupted: then some are deleted
    List<DeleteOutcome> delete(List<Deletion> objects) throws IOException;

    /// The region of a bucket, or empty when the service does not tell, as services other than
    /// AWS's may.
    ///
    /// @throws NoSuchObjectException when there is no such bucket
    /// @throws ObjectAccessDeniedException when we may not look at it
    Optional<String> region(String bucket) throws IOException;

    /// The requests sent so far, retries not counted.
    RequestCounts requests();

    @Override
    void close();

    /// Receives the objects of a listing.
    @FunctionalInterface
    interface Visitor {
        /// Takes one object of the listing.
        ///
        /// @throws IOException ends the listing and is passed on
        void visit(ObjectInfo object) throws IOException;
    }
}
