package dev.s3logkit.common.s3;

import dev.s3logkit.common.io.RandomAccessSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// An object in S3 as a source. Its first and last bytes may be held in memory; every other read is
/// one ranged GET under `If-Match`, so that all bytes are of one and the same object: one that was
/// replaced ends in an [ObjectChangedException]. The store stays open when the source is closed.
public final class S3Source implements RandomAccessSource {

    private static final byte[] NOTHING = {};

    private final ObjectStore store;
    private final ObjectInfo info;
    private final byte[] head;
    private final byte[] tail;
    private final long tailStart;

    private S3Source(ObjectStore store, ObjectInfo info, byte[] head, byte[] tail) {
        this.store = store;
        this.info = info;
        this.head = head;
        this.tail = tail;
        this.tailStart = info.size() - tail.length;
    }

    /// A source over an object of which size and ETag are known; nothing is requested yet.
    public S3Source(ObjectStore store, ObjectInfo info) {
        this(store, info, NOTHING, NOTHING);
    }

    /// Opens an object in one round trip: its last and its first bytes are requested at the same
    /// time and held in memory. The answers tell its size and ETag, too; an object of at most
    /// `tailBytes` is held whole.
    ///
    /// @param headBytes 0 for none: then it is one request instead of two
    /// @param tailBytes at least 1
    /// @throws ObjectChangedException when the object was replaced between the two requests
    /// @throws NoSuchObjectException when the object or its bucket does not exist
    public static S3Source open(ObjectStore store, S3Uri uri, int headBytes, int tailBytes)
            throws IOException {
        ByteRange end = ByteRange.suffix(tailBytes);
        if (headBytes == 0) {
            Part tail = fetch(store, uri, end);
            return new S3Source(store, tail.info, NOTHING, tail.bytes);
        }
        ByteRange start = ByteRange.of(0, headBytes);
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Part> headPart = other.submit(() -> fetch(store, uri, start));
            try {
                Part tail = fetch(store, uri, end);
                Part head = result(headPart);
                String expected = head.info.etag();
                String found = tail.info.etag();
                if (!expected.equals(found)) {
                    throw new ObjectChangedException(uri, "GET", expected, found, null);
                }
                return new S3Source(store, tail.info, head.bytes, tail.bytes);
            } finally {
                other.shutdownNow();
            }
        }
    }

    /// What S3 said of the object.
    public ObjectInfo info() {
        return info;
    }

    /// Whether a range is held in memory, so that reading it is no request.
    public boolean holds(long offset, long length) {
        return cut(offset, length).missing == 0;
    }

    @Override
    public String name() {
        return info.uri().toString();
    }

    @Override
    public String identity() {
        return name() + "@" + info.size() + "-" + info.etag();
    }

    @Override
    public long length() {
        return info.size();
    }

    @Override
    public void read(long offset, byte[] into, int at, int length) throws IOException {
        RandomAccessSource.check(this, offset, length);
        Cut cut = cut(offset, length);
        System.arraycopy(head, cut.inHead, into, at, cut.fromHead);
        System.arraycopy(tail, cut.inTail, into, at + length - cut.fromTail, cut.fromTail);
        if (cut.missing > 0) {
            ByteRange range = ByteRange.of(offset + cut.fromHead, cut.missing);
            ObjectBytes.read(
                    () -> store.openRange(info.uri(), range, info.etag()),
                    body -> {
                        ObjectBytes.fill(body, into, at + cut.fromHead);
                        return body;
                    });
        }
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        RandomAccessSource.check(this, offset, length);
        Cut cut = cut(offset, length);
        List<InputStream> parts = new ArrayList<>(3);
        parts.add(new ByteArrayInputStream(head, cut.inHead, cut.fromHead));
        if (cut.missing > 0) {
            ByteRange range = ByteRange.of(offset + cut.fromHead, cut.missing);
            parts.add(store.openRange(info.uri(), range, info.etag()));
        }
        parts.add(new ByteArrayInputStream(tail, cut.inTail, cut.fromTail));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    @Override
    public void close() {
        // every request has ended with the read that it was for
    }

    /// How a range is put together from what is held and what is not.
    private record Cut(int inHead, int fromHead, long missing, int inTail, int fromTail) {}

    private Cut cut(long offset, long length) {
        int fromHead = (int) Math.clamp(head.length - offset, 0, length);
        int inHead = fromHead == 0 ? 0 : (int) offset;
        long end = offset + length;
        int fromTail = (int) Math.clamp(end - tailStart, 0, length - fromHead);
        int inTail = fromTail == 0 ? 0 : (int) (end - fromTail - tailStart);
        return new Cut(inHead, fromHead, length - fromHead - fromTail, inTail, fromTail);
    }

    private static final class Part {
        private final ObjectInfo info;
        private final byte[] bytes;

        Part(ObjectInfo info, byte[] bytes) {
            this.info = info;
            this.bytes = bytes;
        }
    }

    private static Part fetch(ObjectStore store, S3Uri uri, ByteRange range) throws IOException {
        return ObjectBytes.read(
                () -> store.openRange(uri, range, null),
                body -> new Part(body.info(), ObjectBytes.all(body)));
    }

    private static Part result(Future<Part> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an object was opened");
        }
    }
}
