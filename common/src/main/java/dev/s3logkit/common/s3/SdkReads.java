package dev.s3logkit.common.s3;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// GET and HEAD by way of the SDK.
final class SdkReads implements ObjectGets {

    private final S3Client client;
    private final RequestCounter counter;

    SdkReads(S3Client client, RequestCounter counter) {
        this.client = client;
        this.counter = counter;
    }

    @Override
    public ObjectStream get(S3Uri uri, @Nullable ByteRange range, @Nullable String ifMatch)
            throws IOException {
        counter.get.increment();
        GetObjectRequest request =
                GetObjectRequest.builder()
                        .bucket(uri.bucket())
                        .key(uri.key())
                        .range(range == null ? null : range.header())
                        .ifMatch(ifMatch == null ? null : '"' + ifMatch + '"')
                        // S3 has checksums of whole objects only.
                        .checksumMode(range == null ? ChecksumMode.ENABLED : null)
                        .build();
        ResponseInputStream<GetObjectResponse> body;
        try {
            body = client.getObject(request);
        } catch (SdkException e) {
            throw failure(uri, range, ifMatch, e);
        }
        try {
            return stream(uri, range, ifMatch, body);
        } catch (IOException e) {
            body.abort();
            throw e;
        }
    }

    private static IOException failure(
            S3Uri uri, @Nullable ByteRange range, @Nullable String ifMatch, SdkException e) {
        if (ifMatch != null && SdkFailure.is(e, Refusal.PRECONDITION_FAILED)) {
            return new ObjectChangedException(uri, "GET", ifMatch, null, e);
        }
        if (range != null && SdkFailure.is(e, Refusal.RANGE_NOT_SATISFIABLE)) {
            return new RangeNotSatisfiableException(uri, range, e);
        }
        return SdkFailure.of(uri, "GET", e);
    }

    private ObjectStream stream(
            S3Uri uri,
            @Nullable ByteRange range,
            @Nullable String ifMatch,
            ResponseInputStream<GetObjectResponse> body)
            throws IOException {
        GetObjectResponse answer = body.response();
        Long length = answer.contentLength();
        if (length == null) {
            throw withoutLength(uri, "GET");
        }
        Delivery delivery = Delivery.of(uri, range, answer.contentRange(), length);
        String etag = ObjectHeaders.unquoted(answer.eTag());
        if (ifMatch != null && !ifMatch.equals(etag)) {
            throw new ObjectChangedException(uri, "GET", ifMatch, etag, null);
        }
        String storageClass = ObjectHeaders.storageClass(answer.storageClassAsString());
        ObjectInfo info =
                new ObjectInfo(
                        uri,
                        delivery.size(),
                        etag,
                        ObjectHeaders.orEpoch(answer.lastModified()),
                        answer.metadata(),
                        storageClass,
                        false);
        boolean whole = delivery.length() == delivery.size();
        return new ObjectStream(
                info,
                delivery.offset(),
                delivery.length(),
                new CheckedBody(
                        uri,
                        new SdkStream(uri, body),
                        delivery.length(),
                        BodyChecksum.crc64Nvme(whole ? answer.checksumCRC64NVME() : null),
                        body::abort,
                        counter));
    }

    Optional<ObjectInfo> head(S3Uri uri) throws IOException {
        counter.head.increment();
        try {
            HeadObjectResponse answer =
                    client.headObject(head -> head.bucket(uri.bucket()).key(uri.key()));
            Long length = answer.contentLength();
            if (length == null) {
                throw withoutLength(uri, "HEAD");
            }
            String storageClass = ObjectHeaders.storageClass(answer.storageClassAsString());
            boolean archived =
                    ObjectInfo.isArchive(storageClass) || answer.archiveStatusAsString() != null;
            return Optional.of(
                    new ObjectInfo(
                            uri,
                            length,
                            ObjectHeaders.unquoted(answer.eTag()),
                            ObjectHeaders.orEpoch(answer.lastModified()),
                            answer.metadata(),
                            storageClass,
                            archived && !isRestored(answer.restore())));
        } catch (SdkException e) {
            if (!SdkFailure.is(e, Refusal.NOT_FOUND)) {
                throw SdkFailure.of(uri, "HEAD", e);
            }
            requireBucket(uri);
            return Optional.empty();
        }
    }

    /// A HEAD that finds nothing has no body, so it does not tell whether the bucket is there.
    private void requireBucket(S3Uri uri) throws IOException {
        counter.head.increment();
        try {
            client.headBucket(head -> head.bucket(uri.bucket()));
        } catch (SdkException e) {
            throw bucketFailure(uri, e);
        }
    }

    Optional<String> region(String bucket) throws IOException {
        S3Uri uri = new S3Uri(bucket, "");
        counter.head.increment();
        try {
            return Optional.ofNullable(
                    client.headBucket(head -> head.bucket(bucket)).bucketRegion());
        } catch (SdkException e) {
            IOException failure = bucketFailure(uri, e);
            if (failure instanceof WrongRegionException elsewhere && elsewhere.region() != null) {
                return Optional.of(elsewhere.region());
            }
            throw failure;
        }
    }

    private static IOException bucketFailure(S3Uri uri, SdkException e) {
        return SdkFailure.is(e, Refusal.NOT_FOUND)
                ? new NoSuchObjectException(uri, "HEAD", "no such bucket", e)
                : SdkFailure.of(uri, "HEAD", e);
    }

    /// `x-amz-restore: ongoing-request="false", expiry-date="…"` once a restored copy is there.
    private static boolean isRestored(@Nullable String restore) {
        return restore != null && restore.contains("ongoing-request=\"false\"");
    }

    private static ObjectStoreException withoutLength(S3Uri uri, String request) {
        return new ObjectStoreException(uri, request, "the answer has no length", null);
    }
}
