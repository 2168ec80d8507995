package dev.s3logkit.common.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// Holds one part in memory. The first part that is full starts a multipart upload; an object that
/// never fills one is a single PUT. Where the head comes last, the first part is held until then,
/// and sent last.
final class SdkObjectWriter extends ObjectWriter {

    private static final int MAX_PARTS = 10_000;
    private static final int FIRST_BUFFER = 64 << 10;

    /// Tries of a PUT that meets another write of the same key under way (HTTP 409).
    private static final int CONFLICT_TRIES = 6;

    private static final int CONFLICT_WAIT_MS = 50;

    private enum State {
        OPEN,
        FINISHED,
        FAILED,
        COMMITTED,
        CLOSED
    }

    private final S3Client client;
    private final SdkObjectStore store;
    private final RequestCounter counter;
    private final S3Uri uri;
    private final CreateOptions options;
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[FIRST_BUFFER];

    /// The first part of the body while its head is awaited.
    private byte @Nullable [] first;

    private byte[] head = {};
    private @Nullable String ifMatch;
    private int buffered;
    private long written;
    private @Nullable String uploadId;
    private State state = State.OPEN;

    SdkObjectWriter(
            S3Client client,
            SdkObjectStore store,
            RequestCounter counter,
            S3Uri uri,
            CreateOptions options) {
        this.client = client;
        this.store = store;
        this.counter = counter;
        this.uri = uri;
        this.options = options;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen();
        int from = offset;
        int left = length;
        while (left > 0) {
            // Sent only when more follows, so that an object of exactly one part is a single PUT.
            if (buffered == options.partSize()) {
                nextPart();
            }
            int n = Math.min(left, options.partSize() - buffered);
            if (buffer.length - buffered < n) {
                int doubled = (int) Math.min(options.partSize(), 2L * buffer.length);
                buffer = Arrays.copyOf(buffer, Math.max(doubled, buffered + n));
            }
            System.arraycopy(bytes, from, buffer, buffered, n);
            buffered += n;
            from += n;
            left -= n;
        }
    }

    @Override
    public void finish(byte[] head) throws IOException {
        requireOpen();
        if (!options.headLast()) {
            throw new IllegalStateException("writer of " + uri + " awaits no head");
        }
        this.head = head;
        state = State.FINISHED;
    }

    @Override
    public PutOutcome commit() throws IOException {
        // Only a write that has to match is refused.
        return Objects.requireNonNull(send());
    }

    @Override
    public Optional<String> replace(String etag) throws IOException {
        ifMatch = etag;
        return send() instanceof PutOutcome.Created created
                ? Optional.of(created.etag())
                : Optional.empty();
    }

    /// Sends what is left; null when there is no object to be replaced.
    private @Nullable PutOutcome send() throws IOException {
        if (options.headLast() && state == State.OPEN) {
            throw new IllegalStateException("writer of " + uri + " awaits its head");
        }
        if (state != State.FINISHED) {
            requireOpen();
        }
        PutOutcome outcome;
        if (uploadId == null && first == null) {
            state = State.FAILED;
            putInFront(head);
            outcome = put();
        } else {
            sendPart(first == null ? parts.size() + 1 : parts.size() + 2);
            if (first != null) {
                buffer = first;
                buffered = first.length;
                putInFront(head);
                sendPart(1);
            }
            state = State.FAILED;
            outcome = complete(Objects.requireNonNull(uploadId));
        }
        state = State.COMMITTED;
        return outcome;
    }

    private void putInFront(byte[] start) {
        byte[] whole = Arrays.copyOf(start, start.length + buffered);
        System.arraycopy(buffer, 0, whole, start.length, buffered);
        buffer = whole;
        buffered = whole.length;
    }

    @Override
    public void close() throws IOException {
        if (state == State.CLOSED) {
            return;
        }
        boolean committed = state == State.COMMITTED;
        state = State.CLOSED;
        if (!committed) {
            abort();
        }
    }

    private void requireOpen() throws IOException {
        switch (state) {
            case OPEN -> {}
            case FINISHED ->
                    throw new IllegalStateException("writer of " + uri + " has its head already");
            case FAILED ->
                    throw new ObjectStoreException(uri, "PUT", "an earlier write failed", null);
            case COMMITTED, CLOSED ->
                    throw new IllegalStateException(
                            "writer of "
                                    + uri
                                    + " is "
                                    + (state == State.CLOSED ? "closed" : "done"));
        }
    }

    private @Nullable PutOutcome put() throws IOException {
        for (int attempt = 1; ; attempt++) {
            counter.put.increment();
            try {
                PutObjectResponse answer =
                        client.putObject(
                                put ->
                                        put.bucket(uri.bucket())
                                                .key(uri.key())
                                                .contentType(options.contentType())
                                                .storageClass(options.storageClass())
                                                .metadata(options.metadata())
                                                .serverSideEncryption(encryption())
                                                .ssekmsKeyId(options.kmsKeyId())
                                                .ifMatch(ifMatch)
                                                .ifNoneMatch(ifNoneMatch()),
                                content());
                counter.bytesWritten.add(buffered);
                return new PutOutcome.Created(ObjectHeaders.unquoted(answer.eTag()));
            } catch (SdkException e) {
                if (isMismatch(e)) {
                    return null;
                }
                Optional<PutOutcome> existing = existing(e);
                if (existing.isPresent()) {
                    return existing.get();
                }
                if (!isConflict(e) || attempt == CONFLICT_TRIES) {
                    throw SdkFailure.of(uri, "PUT", e);
                }
                pause(attempt, e);
            }
        }
    }

    private @Nullable PutOutcome complete(String upload) throws IOException {
        counter.put.increment();
        try {
            CompleteMultipartUploadResponse answer =
                    client.completeMultipartUpload(
                            complete ->
                                    complete.bucket(uri.bucket())
                                            .key(uri.key())
                                            .uploadId(upload)
                                            .checksumType(ChecksumType.FULL_OBJECT)
                                            .mpuObjectSize(written)
                                            .ifMatch(ifMatch)
                                            .ifNoneMatch(ifNoneMatch())
                                            .multipartUpload(list -> list.parts(inOrder())));
            uploadId = null;
            return new PutOutcome.Created(ObjectHeaders.unquoted(answer.eTag()));
        } catch (SdkException e) {
            if (isMismatch(e)) {
                abort();
                return null;
            }
            // After a 409 the upload cannot be completed any more, and the parts are gone.
            Optional<PutOutcome> existing = existing(e);
            if (existing.isEmpty()) {
                throw SdkFailure.of(uri, "PUT", e);
            }
            abort();
            return existing.get();
        }
    }

    /// Makes room for what follows the part that is full.
    private void nextPart() throws IOException {
        if (!options.headLast()) {
            sendPart(parts.size() + 1);
        } else if (first == null) {
            first = Arrays.copyOf(buffer, buffered);
            buffered = 0;
        } else {
            sendPart(parts.size() + 2);
        }
    }

    private void sendPart(int number) throws IOException {
        state = State.FAILED;
        if (number > MAX_PARTS) {
            throw new ObjectStoreException(
                    uri,
                    "PUT",
                    "more than %d parts of %d bytes: larger parts are needed"
                            .formatted(MAX_PARTS, options.partSize()),
                    null);
        }
        try {
            String upload = uploadId == null ? start() : uploadId;
            uploadId = upload;
            counter.put.increment();
            UploadPartResponse answer =
                    client.uploadPart(
                            part ->
                                    part.bucket(uri.bucket())
                                            .key(uri.key())
                                            .uploadId(upload)
                                            .partNumber(number)
                                            .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                            content());
            parts.add(
                    CompletedPart.builder()
                            .partNumber(number)
                            .eTag(answer.eTag())
                            .checksumCRC32(answer.checksumCRC32())
                            .build());
        } catch (SdkException e) {
            throw SdkFailure.of(uri, "PUT", e);
        }
        counter.bytesWritten.add(buffered);
        written += buffered;
        buffered = 0;
        state = State.OPEN;
    }

    private String start() {
        counter.put.increment();
        // The checksum of the whole object lets every later read be checked.
        return client.createMultipartUpload(
                        create ->
                                create.bucket(uri.bucket())
                                        .key(uri.key())
                                        .contentType(options.contentType())
                                        .storageClass(options.storageClass())
                                        .metadata(options.metadata())
                                        .serverSideEncryption(encryption())
                                        .ssekmsKeyId(options.kmsKeyId())
                                        .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                                        .checksumType(ChecksumType.FULL_OBJECT))
                .uploadId();
    }

    private @Nullable ServerSideEncryption encryption() {
        return options.kmsKeyId() == null ? null : ServerSideEncryption.AWS_KMS;
    }

    private void abort() throws IOException {
        String upload = uploadId;
        if (upload == null) {
            return;
        }
        uploadId = null;
        counter.delete.increment();
        // An interrupted thread sends nothing, and the parts would stay and be billed.
        boolean interrupted = Thread.interrupted();
        try {
            client.abortMultipartUpload(
                    abort -> abort.bucket(uri.bucket()).key(uri.key()).uploadId(upload));
        } catch (SdkException e) {
            if (!SdkFailure.is(e, Refusal.NOT_FOUND)) {
                throw SdkFailure.of(uri, "DELETE", e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private @Nullable String ifNoneMatch() {
        return options.ifAbsent() && ifMatch == null ? "*" : null;
    }

    private List<CompletedPart> inOrder() {
        return parts.stream().sorted(Comparator.comparing(CompletedPart::partNumber)).toList();
    }

    /// Whether there is no object of the ETag that is to be replaced. An upload that is not there
    /// any more was completed by a try whose answer was lost, or ended by somebody else.
    private boolean isMismatch(SdkException failure) {
        return ifMatch != null
                && (SdkFailure.is(failure, Refusal.PRECONDITION_FAILED)
                        || SdkFailure.is(failure, Refusal.NOT_FOUND));
    }

    /// The object that was there first, if that is why the write was refused.
    private Optional<PutOutcome> existing(SdkException failure) throws IOException {
        boolean refused = SdkFailure.is(failure, Refusal.PRECONDITION_FAILED);
        boolean conflict = SdkFailure.is(failure, Refusal.CONFLICT);
        if (ifNoneMatch() == null || !(refused || conflict)) {
            return Optional.empty();
        }
        return store.head(uri).map(PutOutcome.AlreadyExists::new);
    }

    /// Whether trying again may help: another write is under way, or what was there has gone since.
    private boolean isConflict(SdkException failure) {
        return SdkFailure.is(failure, Refusal.CONFLICT)
                || (ifNoneMatch() != null && SdkFailure.is(failure, Refusal.PRECONDITION_FAILED));
    }

    private void pause(int attempt, SdkException cause) throws IOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(CONFLICT_WAIT_MS << attempt));
        } catch (InterruptedException e) {
            throw Interruption.of(uri, "PUT", cause);
        }
    }

    /// The buffer itself, which stays as it is until the request is answered: retries send it
    /// again.
    private RequestBody content() {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(buffer, 0, buffered),
                buffered,
                options.contentType());
    }
}
