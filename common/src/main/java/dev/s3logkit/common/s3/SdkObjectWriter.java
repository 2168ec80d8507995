package dev.s3logkit.common.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
/// never fills one is a single PUT.
final class SdkObjectWriter extends ObjectWriter {

    private static final int MAX_PARTS = 10_000;
    private static final int FIRST_BUFFER = 64 << 10;

    /// Tries of a PUT that meets another write of the same key under way (HTTP 409).
    private static final int CONFLICT_TRIES = 6;

    private static final int CONFLICT_WAIT_MS = 50;

    private enum State {
        OPEN,
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
                sendPart();
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
    public PutOutcome commit() throws IOException {
        requireOpen();
        if (uploadId == null) {
            state = State.FAILED;
            PutOutcome outcome = put();
            state = State.COMMITTED;
            return outcome;
        }
        sendPart();
        state = State.FAILED;
        PutOutcome outcome = complete(uploadId);
        state = State.COMMITTED;
        return outcome;
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

    private PutOutcome put() throws IOException {
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
                                                .ifNoneMatch(options.ifAbsent() ? "*" : null),
                                content());
                counter.bytesWritten.add(buffered);
                return new PutOutcome.Created(ObjectHeaders.unquoted(answer.eTag()));
            } catch (SdkException e) {
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

    private PutOutcome complete(String upload) throws IOException {
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
                                            .ifNoneMatch(options.ifAbsent() ? "*" : null)
                                            .multipartUpload(list -> list.parts(parts)));
            uploadId = null;
            return new PutOutcome.Created(ObjectHeaders.unquoted(answer.eTag()));
        } catch (SdkException e) {
            // After a 409 the upload cannot be completed any more, and the parts are gone.
            Optional<PutOutcome> existing = existing(e);
            if (existing.isEmpty()) {
                throw SdkFailure.of(uri, "PUT", e);
            }
            abort();
            return existing.get();
        }
    }

    private void sendPart() throws IOException {
        state = State.FAILED;
        if (parts.size() == MAX_PARTS) {
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
            int number = parts.size() + 1;
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

    /// The object that was there first, if that is why the write was refused.
    private Optional<PutOutcome> existing(SdkException failure) throws IOException {
        boolean refused = SdkFailure.is(failure, Refusal.PRECONDITION_FAILED);
        boolean conflict = SdkFailure.is(failure, Refusal.CONFLICT);
        if (!options.ifAbsent() || !(refused || conflict)) {
            return Optional.empty();
        }
        return store.head(uri).map(PutOutcome.AlreadyExists::new);
    }

    /// Whether trying again may help: another write is under way, or what was there has gone since.
    private boolean isConflict(SdkException failure) {
        return SdkFailure.is(failure, Refusal.CONFLICT)
                || (options.ifAbsent() && SdkFailure.is(failure, Refusal.PRECONDITION_FAILED));
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
