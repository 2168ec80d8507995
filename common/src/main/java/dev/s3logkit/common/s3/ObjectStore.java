package dev.s3logkit.common.s3;

import java.io.IOException;
import java.util.Optional;

/// S3 as this suite sees it. Safe for use by any number of threads; every method blocks.
///
/// Throttling and server errors are retried inside; what comes out as an [ObjectStoreException] has
/// failed for good. Every request is counted in [#requests()].
public interface ObjectStore extends AutoCloseable {

    /// Opens the whole body of an object. The caller closes it.
    ///
    /// @throws NoSuchObjectException when the object or its bucket does not exist
    ObjectStream open(S3Uri uri) throws IOException;

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
