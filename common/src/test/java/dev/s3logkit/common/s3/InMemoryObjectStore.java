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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// S3 in memory: buckets must exist, keys are ordered by their UTF-8 bytes, a conditional write has
/// exactly one winner, an ETag is the MD5 of the content. Safe for use by any number of threads.
public final class InMemoryObjectStore implements ObjectStore {

    private static final int PAGE = 1000;
    private static final String REGION = "us-east-1";

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
        Stored stored = stored(uri, content, lastModified, metadata, ObjectInfo.STANDARD);
        bucket(uri, "PUT").put(uri.key(), stored);
        return stored.info;
    }

    /// The content of an object, without counting a request.
    public byte[] content(S3Uri uri) throws IOException {
        return find(uri, "GET").content.clone();
    }

    /// Removes an object, if it is there, without counting a request.
    public void delete(S3Uri uri) throws IOException {
        bucket(uri, "DELETE").remove(uri.key());
    }

    /// Gives an object that is archived a copy that can be read, as RestoreObject does.
    public void restore(S3Uri uri) throws IOException {
        Stored stored = find(uri, "POST");
        ObjectInfo info = stored.info;
        bucket(uri, "POST")
                .put(
                        uri.key(),
                        new Stored(
                                new ObjectInfo(
                                        uri,
                                        info.size(),
                                        info.etag(),
                                        info.lastModified(),
                                        info.metadata(),
                                        info.storageClass(),
                                        false),
                                stored.content));
    }

    /// The keys of a bucket in UTF-8 order.
    public List<String> keys(String bucket) {
        return buckets.get(bucket).values().stream().map(s -> s.info.uri().key()).toList();
    }

    @Override
    public ObjectStream open(S3Uri uri, @Nullable String ifMatch) throws IOException {
        return read(uri, null, ifMatch);
    }

    @Override
    public ObjectStream openRange(S3Uri uri, ByteRange range, @Nullable String ifMatch)
            throws IOException {
        return read(uri, range, ifMatch);
    }

    private ObjectStream read(S3Uri uri, @Nullable ByteRange range, @Nullable String ifMatch)
            throws IOException {
        counter.get.increment();
        Stored stored = find(uri, "GET");
        ObjectInfo info = stored.info;
        if (ifMatch != null && !ifMatch.equals(info.etag())) {
            throw new ObjectChangedException(uri, "GET", ifMatch, info.etag(), null);
        }
        if (info.needsRestore()) {
            throw new ObjectArchivedException(uri, "GET", null);
        }
        long start = range == null ? 0 : range.start(info.size());
        long end = range == null ? info.size() : range.end(info.size());
        if (start > end || (start == end && start > 0)) {
            throw new RangeNotSatisfiableException(uri, Objects.requireNonNull(range), null);
        }
        int length = (int) (end - start);
        counter.bytesRead.add(length);
        return new ObjectStream(
                info, start, length, new ByteArrayInputStream(stored.content, (int) start, length));
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
                            info.uri(),
                            info.size(),
                            info.etag(),
                            info.lastModified(),
                            Map.of(),
                            info.storageClass(),
                            info.needsRestore()));
        }
    }

    @Override
    public ObjectWriter create(S3Uri uri, CreateOptions options) {
        return new Writer(uri, options);
    }

    @Override
    public DeleteOutcome delete(S3Uri uri, @Nullable String ifMatch) throws IOException {
        counter.delete.increment();
        return remove(uri, ifMatch);
    }

    private DeleteOutcome remove(S3Uri uri, @Nullable String ifMatch) throws IOException {
        ConcurrentNavigableMap<String, Stored> objects = bucket(uri, "DELETE");
        for (; ; ) {
            Stored stored = objects.get(uri.key());
            if (stored == null) {
                return new DeleteOutcome.Deleted();
            }
            if (ifMatch != null && !ifMatch.equals(stored.info.etag())) {
                return new DeleteOutcome.Changed();
            }
            if (objects.remove(uri.key(), stored)) {
                return new DeleteOutcome.Deleted();
            }
        }
    }

    @Override
    public List<DeleteOutcome> delete(List<Deletion> objects) throws IOException {
        List<DeleteOutcome> outcomes = new ArrayList<>(objects.size());
        Map<String, Integer> inBucket = new HashMap<>();
        for (Deletion object : objects) {
            if (inBucket.merge(object.uri().bucket(), 1, Integer::sum) % PAGE == 1) {
                counter.delete.increment();
            }
            try {
                outcomes.add(remove(object.uri(), object.ifMatch()));
            } catch (NoSuchObjectException e) {
                outcomes.add(new DeleteOutcome.Failed("NoSuchBucket", e.toString()));
            }
        }
        return outcomes;
    }

    @Override
    public Optional<String> region(String bucket) throws IOException {
        counter.head.increment();
        ConcurrentNavigableMap<String, Stored> _ = bucket(new S3Uri(bucket, ""), "HEAD");
        return Optional.of(REGION);
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
            S3Uri uri,
            byte[] content,
            Instant lastModified,
            Map<String, String> metadata,
            String storageClass) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(content);
            String etag = HexFormat.of().formatHex(md5);
            return new Stored(
                    new ObjectInfo(
                            uri,
                            content.length,
                            etag,
                            lastModified,
                            metadata,
                            storageClass,
                            ObjectInfo.isArchive(storageClass)),
                    content.clone());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private final class Writer extends ObjectWriter {

        private final S3Uri uri;
        private final CreateOptions options;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private boolean finished;
        private boolean done;

        Writer(S3Uri uri, CreateOptions options) {
            this.uri = uri;
            this.options = options;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            requireOpen();
            if (finished) {
                throw new IllegalStateException("writer of " + uri + " has its head already");
            }
            content.write(bytes, offset, length);
        }

        @Override
        public void finish(byte[] head) throws IOException {
            requireOpen();
            byte[] body = content.toByteArray();
            content.reset();
            content.write(head);
            content.write(body);
            finished = true;
        }

        @Override
        public PutOutcome commit() throws IOException {
            Stored stored = sent();
            ConcurrentNavigableMap<String, Stored> objects = bucket(uri, "PUT");
            if (options.ifAbsent()) {
                Stored existing = objects.putIfAbsent(uri.key(), stored);
                if (existing != null) {
                    counter.head.increment();
                    return new PutOutcome.AlreadyExists(existing.info);
                }
            } else {
                objects.put(uri.key(), stored);
            }
            counter.bytesWritten.add(content.size());
            return new PutOutcome.Created(stored.info.etag());
        }

        @Override
        public Optional<String> replace(String ifMatch) throws IOException {
            Stored stored = sent();
            Stored now =
                    bucket(uri, "PUT")
                            .computeIfPresent(
                                    uri.key(),
                                    (_, old) -> old.info.etag().equals(ifMatch) ? stored : old);
            if (now != stored) {
                return Optional.empty();
            }
            counter.bytesWritten.add(content.size());
            return Optional.of(stored.info.etag());
        }

        private Stored sent() {
            requireOpen();
            if (options.headLast() && !finished) {
                throw new IllegalStateException("writer of " + uri + " awaits its head");
            }
            done = true;
            int size = content.size();
            int parts = (size + options.partSize() - 1) / options.partSize();
            counter.put.add(parts <= 1 ? 1 : parts + 2);
            return stored(
                    uri, content.toByteArray(), now(), options.metadata(), options.storageClass());
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
