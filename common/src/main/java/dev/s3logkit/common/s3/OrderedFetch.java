package dev.s3logkit.common.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Fetches many objects at the same time and hands them out in the order in which they were asked
/// for. Small objects arrive whole, read and checked ahead of their turn; a large one is opened as
/// a stream when its turn comes. Memory is bounded by bytes, whatever the number of requests.
///
/// For one thread; the requests run on virtual threads of their own, which end with [#close()].
public final class OrderedFetch implements AutoCloseable {

    /// How much is under way at a time.
    ///
    /// @param requests GETs at the same time
    /// @param bytes held in memory, the object last handed out included; exceeded by one object of
    ///   at most `wholeBytes` when nothing else is held
    /// @param wholeBytes larger objects are handed out as streams
    public record Limits(int requests, long bytes, int wholeBytes) {
        public Limits {
            if (requests < 1 || bytes < 1 || wholeBytes < 0) {
                throw new IllegalArgumentException(
                        "limits of %d requests, %d bytes, %d bytes of an object"
                                .formatted(requests, bytes, wholeBytes));
            }
        }
    }

    /// An object to fetch.
    ///
    /// @param size bytes, or [#UNKNOWN]; a wrong one costs a request or some memory, nothing else
    /// @param ifMatch ETag without quotes that it has to have; null for any
    public record Wanted(S3Uri uri, long size, @Nullable String ifMatch) {

        public static final long UNKNOWN = -1;

        /// The object as it was when this was said of it.
        public static Wanted of(ObjectInfo object) {
            return new Wanted(object.uri(), object.size(), object.etag());
        }
    }

    /// What became of an object.
    public sealed interface Fetched {

        /// What was asked for.
        Wanted wanted();

        /// The whole object.
        final class Whole implements Fetched {
            private final Wanted wanted;
            private final ObjectInfo info;
            private final byte[] content;

            Whole(Wanted wanted, ObjectInfo info, byte[] content) {
                this.wanted = wanted;
                this.info = info;
                this.content = content;
            }

            @Override
            public Wanted wanted() {
                return wanted;
            }

            public ObjectInfo info() {
                return info;
            }

            /// The array itself, which is the caller's now.
            public byte[] content() {
                return content;
            }
        }

        /// The opened object; closed when the next one is asked for.
        record Opened(Wanted wanted, ObjectStream body) implements Fetched {}

        /// The object could not be read; the others go on.
        record Failed(Wanted wanted, IOException failure) implements Fetched {}
    }

    /// So many more objects than requests are begun or held, so that a slow one does not leave the
    /// other requests without work.
    private static final int AHEAD = 4;

    /// What an object of unknown size is taken for until S3 tells.
    private static final int GUESS_BYTES = 64 << 10;

    private final ObjectStore store;
    private final Iterator<Wanted> wanted;
    private final Limits limits;
    private final Semaphore requests;
    private final AtomicLong reserved = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private @Nullable Wanted next;
    private @Nullable Turn current;
    private @Nullable ObjectStream open;

    /// Nothing is requested before the first call of [#next()].
    ///
    /// @param wanted taken from as the work goes on, by the thread that calls [#next()]
    public OrderedFetch(ObjectStore store, Iterator<Wanted> wanted, Limits limits) {
        this.store = store;
        this.wanted = wanted;
        this.limits = limits;
        this.requests = new Semaphore(limits.requests);
    }

    /// The next object in order, or empty after the last one. Gives up what the call before handed
    /// out: a stream is closed, and the memory of a whole object counts no more.
    ///
    /// @throws InterruptedIOException when the thread is interrupted
    /// @throws IOException when the stream handed out before cannot be closed
    public Optional<Fetched> next() throws IOException {
        giveUpCurrent();
        beginMore();
        Turn turn = turns.poll();
        if (turn == null) {
            return Optional.empty();
        }
        current = turn;
        Fetched fetched = turn.ahead == null ? null : result(turn.ahead).orElse(null);
        if (fetched == null) {
            fetched = openNow(turn.wanted);
        }
        return Optional.of(fetched);
    }

    /// Ends all requests that are under way, and waits until they have.
    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        try {
            giveUpCurrent();
        } finally {
            threads.close();
        }
    }

    /// An object that was begun; `ahead` is null when it is opened in its turn.
    private static final class Turn {
        private final Wanted wanted;
        private long reserved;
        private @Nullable Future<Optional<Fetched>> ahead;

        Turn(Wanted wanted) {
            this.wanted = wanted;
        }
    }

    private void giveUpCurrent() throws IOException {
        if (current != null) {
            reserved.addAndGet(-current.reserved);
            current = null;
        }
        if (open != null) {
            ObjectStream body = open;
            open = null;
            body.close();
        }
    }

    private void beginMore() {
        while (turns.size() < AHEAD * limits.requests) {
            if (next == null) {
                if (!wanted.hasNext()) {
                    return;
                }
                next = wanted.next();
            }
            Turn turn = new Turn(next);
            if (next.size <= limits.wholeBytes) {
                long size = next.size < 0 ? GUESS_BYTES : next.size;
                if (!reserve(turn, size, turns.isEmpty())) {
                    return;
                }
                turn.ahead = threads.submit(() -> fetch(turn));
            }
            turns.add(turn);
            next = null;
        }
    }

    /// Makes `size` what a turn holds, unless that would be too much for all together.
    private boolean reserve(Turn turn, long size, boolean always) {
        long more = size - turn.reserved;
        for (; ; ) {
            long now = reserved.get();
            if (!always && more > 0 && now + more > limits.bytes) {
                return false;
            }
            if (reserved.compareAndSet(now, now + more)) {
                turn.reserved = size;
                return true;
            }
        }
    }

    /// The object as a whole, or empty when it is too large to be held ahead of its turn.
    private Optional<Fetched> fetch(Turn turn) throws InterruptedException {
        Wanted object = turn.wanted;
        requests.acquire();
        try {
            return ObjectBytes.read(
                    () -> store.open(object.uri, object.ifMatch),
                    body -> {
                        if (body.length() > limits.wholeBytes
                                || !reserve(turn, body.length(), false)) {
                            return Optional.empty();
                        }
                        return Optional.of(
                                new Fetched.Whole(object, body.info(), ObjectBytes.all(body)));
                    });
        } catch (IOException e) {
            return Optional.of(new Fetched.Failed(object, e));
        } finally {
            requests.release();
        }
    }

    private Fetched openNow(Wanted object) throws IOException {
        try {
            ObjectStream body = store.open(object.uri, object.ifMatch);
            open = body;
            return new Fetched.Opened(object, body);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            return new Fetched.Failed(object, e);
        }
    }

    private static Optional<Fetched> result(Future<Optional<Fetched>> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while objects were fetched");
        }
    }
}
