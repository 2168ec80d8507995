package dev.s3logkit.objectlambda.bucket;

import dev.s3logkit.objectlambda.archives.FailureLog;
import dev.s3logkit.objectlambda.archives.OpenArchives;
import dev.s3logkit.objectlambda.mapping.VirtualMap;

/// A bucket whose objects are the files of archives. Read-only. Safe for use by any number of
/// threads.
@SuppressWarnings("DoNotCallSuggester")
public final class VirtualBucket implements AutoCloseable {

    /// The owner of all objects, in listings.
    static final String OWNER = "s3logkit";

    private final String name;
    private final String region;
    private final VirtualMap map;

    /// @param name of the bucket, as requests in path style give it
    /// @param region what GetBucketLocation and HeadBucket answer
    /// @param archives closed with the bucket
    /// @param log takes failures of archives, one line each
    public VirtualBucket(
            String name, String region, VirtualMap map, OpenArchives archives, FailureLog log) {
        this.name = name;
        this.region = region;
        this.map = map;
    }

    /// The name of the bucket.
    public String name() {
        return name;
    }

    /// Its region.
    public String region() {
        return region;
    }

    /// Which keys are of archives: those for which [VirtualMap#find] knows a mapping.
    public VirtualMap map() {
        return map;
    }

    /// Answers any request; whatever goes wrong is an answer, too. Content is read when the body is
    /// written.
    public S3Answer handle(S3Question question) {
        throw new UnsupportedOperationException();
    }

    /// GetObject. Nothing but the beginning of the content is read before the body is written.
    ///
    /// @throws S3Error `NoSuchKey`, `PreconditionFailed`, `NotModified` (304), `InvalidRange`, …:
    ///   all of docs/semantics.md
    public ObjectAnswer get(ObjectRequest request) throws S3Error {
        throw new UnsupportedOperationException();
    }

    /// HeadObject: as [#get], with an empty body.
    public ObjectAnswer head(ObjectRequest request) throws S3Error {
        throw new UnsupportedOperationException();
    }

    /// ListObjects and ListObjectsV2.
    ///
    /// @throws S3Error `InvalidArgument` for a token that is none of ours; what is wrong with an
    ///   archive in the listed range
    public Listing list(ListRequest request) throws S3Error {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
