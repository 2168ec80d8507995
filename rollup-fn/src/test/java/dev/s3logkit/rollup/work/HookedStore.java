package dev.s3logkit.rollup.work;

import dev.s3logkit.common.s3.ByteRange;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.DeleteOutcome;
import dev.s3logkit.common.s3.Deletion;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs something before each request.
final class HookedStore implements ObjectStore {

    /// What is about to happen, such as `LIST`, and where.
    @FunctionalInterface
    interface Hook {
        void before(String request, S3Uri uri) throws IOException;
    }

    private final ObjectStore store;
    private final Hook hook;

    HookedStore(ObjectStore store, Hook hook) {
        this.store = store;
        this.hook = hook;
    }

    @Override
    public ObjectStream open(S3Uri uri, @Nullable String ifMatch) throws IOException {
        hook.before("GET", uri);
        return store.open(uri, ifMatch);
    }

    @Override
    public ObjectStream openRange(S3Uri uri, ByteRange range, @Nullable String ifMatch)
            throws IOException {
        hook.before("RANGE", uri);
        return store.openRange(uri, range, ifMatch);
    }

    @Override
    public Optional<ObjectInfo> head(S3Uri uri) throws IOException {
        hook.before("HEAD", uri);
        return store.head(uri);
    }

    @Override
    public void list(S3Uri prefix, Visitor visitor) throws IOException {
        hook.before("LIST", prefix);
        store.list(prefix, visitor);
    }

    @Override
    public ObjectWriter create(S3Uri uri, CreateOptions options) throws IOException {
        hook.before(options.headLast() ? "UPLOAD" : "CLAIM", uri);
        return store.create(uri, options);
    }

    @Override
    public DeleteOutcome delete(S3Uri uri, @Nullable String ifMatch) throws IOException {
        hook.before("DELETE", uri);
        return store.delete(uri, ifMatch);
    }

    @Override
    public List<DeleteOutcome> delete(List<Deletion> objects) throws IOException {
        for (Deletion object : objects) {
            hook.before("DELETE", object.uri());
        }
        return store.delete(objects);
    }

    @Override
    public Optional<String> region(String bucket) throws IOException {
        return store.region(bucket);
    }

    @Override
    public RequestCounts requests() {
        return store.requests();
    }

    @Override
    public void close() {
        store.close();
    }
}
