package dev.s3logkit.local.s3.awssdk;

import dev.s3logkit.local.s3.store.Bucket;
import dev.s3logkit.local.s3.store.Content;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import dev.s3logkit.local.s3.store.MultipartUploads.NamedPart;
import dev.s3logkit.local.s3.store.MultipartUploads.Part;
import dev.s3logkit.local.s3.store.MultipartUploads.Upload;
import dev.s3logkit.local.s3.store.ObjectAttributes;
import dev.s3logkit.local.s3.store.ObjectChange.Kind;
import dev.s3logkit.local.s3.store.StoreException;
import dev.s3logkit.local.s3.store.StoreException.Code;
import dev.s3logkit.local.s3.store.StoredObject;
import dev.s3logkit.local.s3.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// The embedded store as S3Proxy wants to see one. Every method is one request of S3.
///
/// What S3Proxy keeps from us: conditions on the target of a copy, and the storage class of one.
final class EmbeddedBlobStore implements BlobStore {

    private static final long MIN_PART_BYTES = 5L << 20;

    private final EmbeddedStore store;
    private final String region;

    EmbeddedBlobStore(EmbeddedStore store, String region) {
        this.store = store;
        this.region = region;
    }

    @Override
    public ListBucketsResponse list() {
        return ListBucketsResponse.builder()
                .buckets(
                        store.buckets().stream()
                                .map(b -> SdkResponses.bucket(b.name(), b.created()))
                                .toList())
                .build();
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        return SdkErrors.of(() -> Listings.page(store.bucket(request.bucket()), request));
    }

    @Override
    public ListObjectsResponse listV1(ListObjectsRequest request) {
        return SdkErrors.of(() -> Listings.page(store.bucket(request.bucket()), request));
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return SdkErrors.of(
                () -> {
                    store.bucket(request.bucket());
                    return HeadBucketResponse.builder().bucketRegion(region).build();
                });
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        return SdkErrors.of(
                () -> {
                    store.createBucket(request.bucket());
                    return CreateBucketResponse.builder().location("/" + request.bucket()).build();
                });
    }

    @Override
    public void deleteBucket(String name) {
        SdkErrors.run(() -> store.deleteBucket(name));
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        refuseCustomerKeys(request.sseCustomerAlgorithm());
        return SdkErrors.of(
                () -> {
                    Bucket bucket = store.bucket(request.bucket());
                    Content content =
                            receive(payload, request.contentLength(), request.contentMD5());
                    StoredObject object =
                            bucket.put(
                                    request.key(),
                                    content,
                                    Attributes.of(request),
                                    condition(request.ifMatch(), request.ifNoneMatch()),
                                    Kind.PUT);
                    return PutObjectResponse.builder()
                            .eTag(object.etag())
                            .serverSideEncryption(Attributes.encryption(object))
                            .build();
                });
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        refuseCustomerKeys(request.sseCustomerAlgorithm());
        return SdkErrors.of(
                () -> {
                    Bucket target = store.bucket(request.destinationBucket());
                    Bucket.Opened source =
                            store.bucket(request.sourceBucket())
                                    .open(
                                            request.sourceKey(),
                                            ReadConditions.of(request)::selection);
                    ObjectAttributes attributes =
                            Attributes.of(request, source.object().attributes());
                    try (InputStream in = source.stream()) {
                        StoredObject copy =
                                target.put(
                                        request.destinationKey(),
                                        store.spool().receive(in),
                                        attributes,
                                        WriteCondition.NONE,
                                        Kind.COPY);
                        return SdkResponses.copyResponse(copy.etag(), copy.lastModified());
                    }
                });
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        return SdkErrors.of(
                () -> {
                    StoredObject object = store.bucket(request.bucket()).get(request.key());
                    return SdkResponses.toHead(
                            Attributes.response(object).contentLength(object.size()).build());
                });
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        return SdkErrors.of(
                () -> {
                    Bucket.Opened opened =
                            store.bucket(request.bucket())
                                    .open(request.key(), ReadConditions.of(request)::selection);
                    Bucket.Range range = opened.range();
                    long size = opened.object().size();
                    GetObjectResponse.Builder response =
                            Attributes.response(opened.object()).contentLength(range.length());
                    if (request.range() != null) {
                        response.contentRange(
                                "bytes %d-%d/%d"
                                        .formatted(
                                                range.offset(),
                                                range.offset() + range.length() - 1,
                                                size));
                    }
                    return SdkResponses.getResponse(response.build(), opened.stream());
                });
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        return SdkErrors.of(
                () -> {
                    store.bucket(request.bucket())
                            .delete(request.key(), unquoted(request.ifMatch()));
                    return DeleteObjectResponse.builder().build();
                });
    }

    /// One after the other, so that notifications come in the order of the request.
    @Override
    public DeleteObjectsResponse removeBlobs(DeleteObjectsRequest request) {
        List<DeletedObject> deleted = new ArrayList<>();
        List<S3Error> errors = new ArrayList<>();
        for (ObjectIdentifier object : request.delete().objects()) {
            try {
                removeBlob(request.bucket(), object.key(), null);
                deleted.add(DeletedObject.builder().key(object.key()).build());
            } catch (AwsServiceException e) {
                errors.add(
                        S3Error.builder()
                                .key(object.key())
                                .code(e.awsErrorDetails().errorCode())
                                .message(e.awsErrorDetails().errorMessage())
                                .build());
            }
        }
        return DeleteObjectsResponse.builder().deleted(deleted).errors(errors).build();
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        refuseCustomerKeys(request.sseCustomerAlgorithm());
        return SdkErrors.of(
                () -> {
                    Upload upload =
                            store.bucket(request.bucket())
                                    .uploads()
                                    .start(request.key(), Attributes.of(request));
                    return new MultipartUpload(upload.id(), request);
                });
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        SdkErrors.run(() -> uploads(upload).abort(find(upload)));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return SdkErrors.of(
                () -> {
                    List<NamedPart> parts =
                            request.multipartUpload().parts().stream()
                                    .map(p -> new NamedPart(p.partNumber(), etag(p.eTag())))
                                    .sorted(Comparator.comparingInt(NamedPart::number))
                                    .toList();
                    StoredObject object =
                            store.bucket(upload.containerName())
                                    .complete(
                                            find(upload),
                                            parts,
                                            condition(request.ifMatch(), request.ifNoneMatch()));
                    return SdkResponses.completeResponse(object.etag());
                });
    }

    @Override
    public UploadPartResponse uploadMultipartPart(
            MultipartUpload upload, UploadPartRequest request, InputStream payload) {
        return SdkErrors.of(
                () -> {
                    Upload found = find(upload);
                    Content content =
                            receive(payload, request.contentLength(), request.contentMD5());
                    Part part = uploads(upload).addPart(found, request.partNumber(), content);
                    return SdkResponses.uploadedPart(part.content().etag());
                });
    }

    /// The parts; none of an upload that is not there, which S3Proxy takes for one that was
    /// completed when the object it would have made exists.
    @Override
    public List<software.amazon.awssdk.services.s3.model.Part> listMultipartUpload(
            MultipartUpload upload) {
        try {
            return find(upload).parts().entrySet().stream()
                    .map(
                            e ->
                                    SdkResponses.part(
                                            e.getKey(),
                                            e.getValue().content().size(),
                                            e.getValue().content().etag(),
                                            e.getValue().received()))
                    .toList();
        } catch (StoreException e) {
            return List.of();
        }
    }

    @Override
    public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
            String bucket) {
        return SdkErrors.of(
                () ->
                        store.bucket(bucket).uploads().all().stream()
                                .sorted(Comparator.comparing(Upload::key))
                                .map(u -> SdkResponses.upload(u.key(), u.id(), u.started()))
                                .toList());
    }

    @Override
    public long getMinimumMultipartPartSize() {
        return MIN_PART_BYTES;
    }

    /// The key is kept and told, nothing is encrypted: the data is as safe as the machine.
    @Override
    public boolean supportsServerSideEncryption() {
        return true;
    }

    @Override
    public BucketCannedACL getContainerAccess(String bucket) {
        return BucketCannedACL.PRIVATE;
    }

    @Override
    public void setContainerAccess(String bucket, BucketCannedACL access) {
        if (access != BucketCannedACL.PRIVATE) {
            throw new UnsupportedOperationException("buckets are private");
        }
    }

    @Override
    public ObjectCannedACL getBlobAccess(String bucket, String key) {
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public void setBlobAccess(String bucket, String key, ObjectCannedACL access) {
        if (access != ObjectCannedACL.PRIVATE) {
            throw new UnsupportedOperationException("objects are private");
        }
    }

    private Content receive(InputStream payload, @Nullable Long length, @Nullable String md5)
            throws IOException {
        Content content;
        try (InputStream in = payload) {
            content = store.spool().receive(in);
        }
        if (length != null && content.size() != length) {
            content.body().discard();
            throw new StoreException(
                    Code.INCOMPLETE_BODY,
                    "Received %d bytes, announced were %d.".formatted(content.size(), length));
        }
        if (md5 != null
                && !HexFormat.of()
                        .formatHex(Base64.getDecoder().decode(md5))
                        .equals(content.etag())) {
            content.body().discard();
            throw new StoreException(Code.BAD_DIGEST, "The Content-MD5 did not match the body.");
        }
        return content;
    }

    private dev.s3logkit.local.s3.store.MultipartUploads uploads(MultipartUpload upload) {
        return store.bucket(upload.containerName()).uploads();
    }

    private Upload find(MultipartUpload upload) {
        return uploads(upload).get(upload.id(), upload.blobName());
    }

    private static WriteCondition condition(
            @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifNoneMatch != null && !ifNoneMatch.equals("*")) {
            throw new StoreException(
                    Code.NOT_IMPLEMENTED, "S3 takes If-None-Match only with *, not with an ETag.");
        }
        return new WriteCondition(unquoted(ifMatch), ifNoneMatch != null);
    }

    private static void refuseCustomerKeys(@Nullable String algorithm) {
        if (algorithm != null) {
            throw new UnsupportedOperationException("customer keys have no local counterpart");
        }
    }

    private static @Nullable String unquoted(@Nullable String etag) {
        return etag == null ? null : etag(etag);
    }

    private static String etag(String etag) {
        return etag.replace("\"", "");
    }
}
