package dev.s3logkit.common.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// S3 in memory: buckets must exist, keys are ordered by their UTF-8 bytes, a conditional write has
/// exactly one winner, an ETag is the MD5 of the content. Safe for use by any number of threads.
public final class InMemoryObjectStore implements ObjectStore {

    private static final int PAGE = 1000;

    /// The order of UTF-8 bytes, which differs from that of UTF-16 past the surrogates.
    private static final Comparator<String> UTF8_ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

    private static final class Stored {

        private final ObjectInfo info;
        private final byte[] content;

        Stored(ObjectInfo info, byte[] content) {
            this.info = info;
            this.content = content;
        }

        ObjectInfo info() {
            return info;
        }
    }

    private final Map<String, ConcurrentNavigableMap<String, Stored>> buckets =
            new ConcurrentHashMap<>();
    private final RequestCounter counter = new RequestCounter();
    private final Clock clock;

    /// A store with these buckets, on the system's clock.
    public InMemoryObjectStore(String... buckets) {
        this(Clock.systemUTC(), buckets);
    }

    /// A store whose objects are last modified when `clock` says, in whole seconds as S3 has them.
    public InMemoryObjectStore(Clock clock, String... buckets) {
        this.clock = clock;
        for (String bucket : buckets) {
            createBucket(bucket);
        }
    }

    /// Adds an empty bucket, or leaves the one that is there as it is.
    public void createBucket(String bucket) {
        buckets.putIfAbsent(bucket, new ConcurrentSkipListMap<>(UTF8_ORDER));
    }

    /// Stores an object without counting a request.
    public ObjectInfo put(S3Uri uri, byte[] content) throws IOException {
        return put(uri, content, now(), Map.of());
    }

    /// As [#put(S3Uri, byte\[\])], with what S3 would say of it.
    public ObjectInfo put(
            S3Uri uri, byte[] content, Instant lastModified, Map<String, String> metadata)
            throws IOException {
        Stored stored = stored(uri, content, lastModified, metadata);
        bucket(uri, "PUT").put(uri.key(), stored);
        return stored.info;
    }

    /// The content of an object, without counting a request.
    public byte[] content(S3Uri uri) throws IOException {
        return find(uri, "GET").content.clone();
    }

    /// Removes an object, if it is there.
    public void delete(S3Uri uri) throws IOException {
        bucket(uri, "DELETE").remove(uri.key());
    }

    /// The keys of a bucket in UTF-8 order.
    public List<String> keys(String bucket) {
        return buckets.get(bucket).values().stream().map(s -> s.info.uri().key()).toList();
    }

    @Override
    public ObjectStream open(S3Uri uri) throws IOException {
        counter.get.increment();
        Stored stored = find(uri, "GET");
        counter.bytesRead.add(stored.content.length);
        return new ObjectStream(stored.info, new ByteArrayInputStream(stored.content));
    }

    @Override
    public Optional<ObjectInfo> head(S3Uri uri) throws IOException {
        counter.head.increment();
        return Optional.ofNullable(bucket(uri, "HEAD").get(uri.key())).map(Stored::info);
    }

    @Override
    public void list(S3Uri prefix, Visitor visitor) throws IOException {
        counter.list.increment();
        int inPage = 0;
        for (Stored stored : bucket(prefix, "LIST").tailMap(prefix.key(), true).values()) {
            ObjectInfo info = stored.info;
            if (!info.uri().key().startsWith(prefix.key())) {
                return;
            }
            if (inPage++ == PAGE) {
                counter.list.increment();
                inPage = 1;
            }
            visitor.visit(
                    new ObjectInfo(
                            info.uri(), info.size(), info.etag(), info.lastModified(), Map.of()));
        }
    }

    @Override
    public ObjectWriter create(S3Uri uri, CreateOptions options) {
        return new Writer(uri, options);
    }

    @Override
    public RequestCounts requests() {
        return counter.counts();
    }

    @Override
    public void close() {}

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private Stored find(S3Uri uri, String request) throws IOException {
        Stored stored = bucket(uri, request).get(uri.key());
        if (stored == null) {
            throw new NoSuchObjectException(uri, request, "no such key", null);
        }
        return stored;
    }

    private ConcurrentNavigableMap<String, Stored> bucket(S3Uri uri, String request)
            throws IOException {
        ConcurrentNavigableMap<String, Stored> objects = buckets.get(uri.bucket());
        if (objects == null) {
            throw new NoSuchObjectException(uri, request, "no such bucket", null);
        }
        return objects;
    }

    private static Stored stored(
            S3Uri uri, byte[] content, Instant lastModified, Map<String, String> metadata) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(content);
            String etag = HexFormat.of().formatHex(md5);
            return new Stored(
                    new ObjectInfo(uri, content.length, etag, lastModified, metadata),
                    content.clone());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private final class Writer extends ObjectWriter {

        private final S3Uri uri;
        private final CreateOptions options;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private boolean done;

        Writer(S3Uri uri, CreateOptions options) {
            this.uri = uri;
            this.options = options;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            requireOpen();
            content.write(bytes, offset, length);
        }

        @Override
        public PutOutcome commit() throws IOException {
            requireOpen();
            done = true;
            int size = content.size();
            int parts = (size + options.partSize() - 1) / options.partSize();
            counter.put.add(parts <= 1 ? 1 : parts + 2);
            ConcurrentNavigableMap<String, Stored> objects = bucket(uri, "PUT");
            Stored stored = stored(uri, content.toByteArray(), now(), options.metadata());
            if (options.ifAbsent()) {
                Stored existing = objects.putIfAbsent(uri.key(), stored);
                if (existing != null) {
                    counter.head.increment();
                    return new PutOutcome.AlreadyExists(existing.info);
                }
            } else {
                objects.put(uri.key(), stored);
            }
            counter.bytesWritten.add(size);
            return new PutOutcome.Created(stored.info.etag());
        }

        @Override
        public void close() {
            done = true;
        }

        private void requireOpen() {
            if (done) {
                throw new IllegalStateException("writer of " + uri + " is done or closed");
            }
        }
    }
}
