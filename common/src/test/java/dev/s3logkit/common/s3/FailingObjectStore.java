package dev.s3logkit.common.s3;

import dev.s3logkit.common.s3.FaultPlan.Operation;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A store whose requests fail as a plan says, each in the way in which [SdkObjectStore] would
/// report it. Closing it closes the store behind it.
public final class FailingObjectStore implements ObjectStore {

    private final ObjectStore store;
    private final AtomicReference<FaultPlan> plan;

    /// Injects the plan's faults into requests to `store`.
    public FailingObjectStore(ObjectStore store, FaultPlan plan) {
        this.store = store;
        this.plan = new AtomicReference<>(plan);
    }

    /// Follows another plan from now on.
    public void follow(FaultPlan other) {
        plan.set(other);
    }

    /// Lets every request succeed from now on.
    public void heal() {
        follow((operation, uri) -> Optional.empty());
    }

    @Override
    public ObjectStream open(S3Uri uri, @Nullable String ifMatch) throws IOException {
        Fault fault = before(Operation.OPEN, uri, "GET");
        return faulty(fault, store.open(uri, ifMatch));
    }

    @Override
    public ObjectStream openRange(S3Uri uri, ByteRange range, @Nullable String ifMatch)
            throws IOException {
        Fault fault = before(Operation.OPEN, uri, "GET");
        return faulty(fault, store.openRange(uri, range, ifMatch));
    }

    private static ObjectStream faulty(@Nullable Fault fault, ObjectStream body) {
        return switch (fault) {
            case Fault.TruncatedBody() -> replaced(body, new Broken(body, null));
            case Fault.ConnectionReset() ->
                    replaced(
                            body,
                            new Broken(
                                    body,
                                    new ObjectStoreException(
                                            body.info().uri(),
                                            "GET",
                                            "the body broke off: Connection reset",
                                            new SocketException("Connection reset"))));
            case Fault.ChecksumMismatch() -> replaced(body, new Mismatched(body));
            case null, default -> body;
        };
    }

    @Override
    public Optional<ObjectInfo> head(S3Uri uri) throws IOException {
        Fault fault = before(Operation.HEAD, uri, "HEAD");
        return fault instanceof Fault.Missing ? Optional.empty() : store.head(uri);
    }

    @Override
    public void list(S3Uri prefix, Visitor visitor) throws IOException {
        before(Operation.LIST, prefix, "LIST");
        store.list(prefix, visitor);
    }

    @Override
    public ObjectWriter create(S3Uri uri, CreateOptions options) throws IOException {
        before(Operation.CREATE, uri, "PUT");
        return new Writer(uri, store.create(uri, options));
    }

    @Override
    public DeleteOutcome delete(S3Uri uri, @Nullable String ifMatch) throws IOException {
        Fault fault = before(Operation.DELETE, uri, "DELETE");
        DeleteOutcome outcome = store.delete(uri, ifMatch);
        if (fault instanceof Fault.AnswerLost) {
            throw answerLost(uri, "DELETE");
        }
        return outcome;
    }

    /// Asks the plan for each object: a request that fails is the outcome of that one.
    @Override
    public List<DeleteOutcome> delete(List<Deletion> objects) throws IOException {
        List<DeleteOutcome> outcomes = new ArrayList<>(objects.size());
        for (Deletion object : objects) {
            DeleteOutcome outcome;
            try {
                Fault fault = before(Operation.DELETE, object.uri(), "DELETE");
                outcome = store.delete(List.of(object)).getFirst();
                if (fault instanceof Fault.AnswerLost) {
                    outcome = new DeleteOutcome.Failed("", "no answer: Read timed out");
                }
            } catch (NoSuchObjectException e) {
                outcome = new DeleteOutcome.Deleted();
            } catch (ObjectStoreException e) {
                outcome = new DeleteOutcome.Failed("SlowDown", e.toString());
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }

    @Override
    public Optional<String> region(String bucket) throws IOException {
        before(Operation.HEAD, new S3Uri(bucket, ""), "HEAD");
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

    /// Fails, waits, or returns the fault that is to be carried out later.
    private @Nullable Fault before(Operation operation, S3Uri uri, String request)
            throws IOException {
        Fault fault = plan.get().next(operation, uri).orElse(null);
        switch (fault) {
            case Fault.Unavailable() ->
                    throw new ObjectStoreException(
                            uri, request, "status 503 SlowDown, request id INJECTED", null);
            case Fault.Missing() when operation != Operation.HEAD ->
                    throw new NoSuchObjectException(uri, request, "no such key", null);
            case Fault.Denied() ->
                    throw new ObjectAccessDeniedException(
                            uri, request, "status 403 AccessDenied, request id INJECTED", null);
            case Fault.Slow slow -> {
                try {
                    Thread.sleep(slow.delay());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException(request + " " + uri + ": interrupted");
                }
            }
            case null, default -> {}
        }
        return fault;
    }

    private static ObjectStoreException answerLost(S3Uri uri, String request) {
        return new ObjectStoreException(
                uri, request, "no answer: Read timed out", new SocketException("timed out"));
    }

    private static ObjectStream replaced(ObjectStream original, InputStream broken) {
        return new ObjectStream(original.info(), original.offset(), original.length(), broken);
    }

    /// Half of a body, then the failure, or the end when there is none.
    private static final class Broken extends FilterInputStream {

        private final @Nullable IOException failure;
        private long left;

        Broken(ObjectStream body, @Nullable IOException failure) {
            super(body);
            this.failure = failure;
            this.left = body.length() / 2;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = left == 0 && len > 0 ? -1 : in.read(b, off, (int) Math.min(left, len));
            if (n < 0 && failure != null) {
                throw failure;
            }
            left -= Math.max(n, 0);
            return n;
        }
    }

    private static final class Mismatched extends FilterInputStream {

        private final ObjectInfo info;

        Mismatched(ObjectStream body) {
            super(body);
            this.info = body.info();
        }

        @Override
        public int read() throws IOException {
            return checked(super.read());
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            return checked(super.read(b, off, len));
        }

        private int checked(int n) throws IOException {
            if (n < 0) {
                throw new ObjectStoreException(
                        info.uri(), "GET", "the body has another checksum than announced", null);
            }
            return n;
        }
    }

    private final class Writer extends ObjectWriter {

        private final S3Uri uri;
        private final ObjectWriter writer;

        Writer(S3Uri uri, ObjectWriter writer) {
            this.uri = uri;
            this.writer = writer;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            before(Operation.WRITE, uri, "PUT");
            writer.write(bytes, offset, length);
        }

        @Override
        public void finish(byte[] head) throws IOException {
            writer.finish(head);
        }

        @Override
        public Optional<String> replace(String ifMatch) throws IOException {
            Fault fault = before(Operation.COMMIT, uri, "PUT");
            Optional<String> etag = writer.replace(ifMatch);
            if (fault instanceof Fault.AnswerLost) {
                throw answerLost(uri, "PUT");
            }
            return etag;
        }

        @Override
        public PutOutcome commit() throws IOException {
            Fault fault = before(Operation.COMMIT, uri, "PUT");
            PutOutcome outcome = writer.commit();
            if (fault instanceof Fault.AnswerLost) {
                throw answerLost(uri, "PUT");
            }
            return outcome;
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
