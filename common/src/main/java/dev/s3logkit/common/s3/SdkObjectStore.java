package dev.s3logkit.common.s3;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.OptionalObjectAttributes;
import software.amazon.awssdk.services.s3.model.RestoreStatus;
import software.amazon.awssdk.services.s3.model.S3Object;

/// S3 by way of the AWS SDK's synchronous client. Retries are the client's own; bodies are checked
/// against S3's checksum where it sends one.
public final class SdkObjectStore implements ObjectStore {

    private final S3Client client;
    private final RequestCounter counter;
    private final SdkReads requests;
    private final ObjectReads reads;
    private final SdkDeletes deletes;

    /// Uses a client that the caller has configured; it is closed with this store.
    public SdkObjectStore(S3Client client) {
        this(client, new RequestCounter());
    }

    SdkObjectStore(S3Client client, RequestCounter counter) {
        this.client = client;
        this.counter = counter;
        this.requests = new SdkReads(client, counter);
        this.reads = new ObjectReads(requests, requests::head);
        this.deletes = new SdkDeletes(client, counter);
    }

    /// As [#create(Map, int)] with 64 connections.
    public static SdkObjectStore create(Map<String, String> environment) {
        return create(environment, S3ObjectStore.DEFAULT_CONNECTIONS);
    }

    /// A store for the account, region and endpoint that the usual AWS variables name, see
    /// [AwsVariables]. Connections are made when they are needed.
    ///
    /// @param maxConnections requests and open bodies at once; who wants more waits for one
    /// @throws dev.s3logkit.common.config.ConfigException when a variable cannot be used
    public static SdkObjectStore create(Map<String, String> environment, int maxConnections) {
        return new SdkObjectStore(SdkClients.client(environment, maxConnections));
    }

    /// The single requests, for those who put reads together themselves.
    ObjectGets gets() {
        return requests;
    }

    @Override
    public ObjectStream open(S3Uri uri, @Nullable String ifMatch) throws IOException {
        return reads.open(uri, null, ifMatch);
    }

    @Override
    public ObjectStream openRange(S3Uri uri, ByteRange range, @Nullable String ifMatch)
            throws IOException {
        return reads.open(uri, range, ifMatch);
    }

    @Override
    public Optional<ObjectInfo> head(S3Uri uri) throws IOException {
        return requests.head(uri);
    }

    @Override
    public void list(S3Uri prefix, Visitor visitor) throws IOException {
        String token = null;
        do {
            ListObjectsV2Response page = page(prefix, token);
            for (S3Object object : page.contents()) {
                visitor.visit(info(prefix.bucket(), object));
            }
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (token != null);
    }

    private static ObjectInfo info(String bucket, S3Object object) {
        String storageClass = ObjectHeaders.storageClass(object.storageClassAsString());
        RestoreStatus restore = object.restoreStatus();
        boolean restored =
                restore != null
                        && !Boolean.TRUE.equals(restore.isRestoreInProgress())
                        && restore.restoreExpiryDate() != null;
        return new ObjectInfo(
                new S3Uri(bucket, object.key()),
                object.size(),
                ObjectHeaders.unquoted(object.eTag()),
                ObjectHeaders.orEpoch(object.lastModified()),
                Map.of(),
                storageClass,
                ObjectInfo.isArchive(storageClass) && !restored);
    }

    private ListObjectsV2Response page(S3Uri prefix, @Nullable String token) throws IOException {
        counter.list.increment();
        try {
            return client.listObjectsV2(
                    ListObjectsV2Request.builder()
                            .bucket(prefix.bucket())
                            .prefix(prefix.key())
                            // Keys may hold characters that XML cannot carry.
                            .encodingType(EncodingType.URL)
                            .optionalObjectAttributes(OptionalObjectAttributes.RESTORE_STATUS)
                            .continuationToken(token)
                            .build());
        } catch (SdkException e) {
            throw SdkFailure.of(prefix, "LIST", e);
        }
    }

    @Override
    public ObjectWriter create(S3Uri uri, CreateOptions options) {
        return new SdkObjectWriter(client, this, counter, uri, options);
    }

    @Override
    public DeleteOutcome delete(S3Uri uri, @Nullable String ifMatch) throws IOException {
        return deletes.delete(uri, ifMatch);
    }

    @Override
    public List<DeleteOutcome> delete(List<Deletion> objects) throws IOException {
        return deletes.delete(objects);
    }

    @Override
    public Optional<String> region(String bucket) throws IOException {
        return requests.region(bucket);
    }

    @Override
    public RequestCounts requests() {
        return counter.counts();
    }

    @Override
    public void close() {
        client.close();
    }
}
