package dev.s3logkit.common.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/// S3 by way of the AWS SDK's synchronous client. Retries are the client's own; bodies are checked
/// against S3's checksum where it sends one.
public final class SdkObjectStore implements ObjectStore {

    private final S3Client client;
    private final RequestCounter counter = new RequestCounter();

    /// Uses a client that the caller has configured; it is closed with this store.
    public SdkObjectStore(S3Client client) {
        this.client = client;
    }

    /// As [#create(Map, int)] with 64 connections.
    public static SdkObjectStore create(Map<String, String> environment) {
        return create(environment, S3ClientSettings.DEFAULT_CONNECTIONS);
    }

    /// A store for the account, region and endpoint that the usual AWS variables name, see
    /// [S3ClientSettings]. Connections are made when they are needed.
    ///
    /// @param maxConnections requests and open bodies at once; who wants more waits for one
    /// @throws dev.s3logkit.common.config.ConfigException when a variable cannot be used
    public static SdkObjectStore create(Map<String, String> environment, int maxConnections) {
        return new SdkObjectStore(S3ClientSettings.client(environment, maxConnections));
    }

    @Override
    public ObjectStream open(S3Uri uri) throws IOException {
        counter.get.increment();
        ResponseInputStream<GetObjectResponse> body;
        try {
            body =
                    client.getObject(
                            get ->
                                    get.bucket(uri.bucket())
                                            .key(uri.key())
                                            .checksumMode(ChecksumMode.ENABLED));
        } catch (SdkException e) {
            throw SdkFailure.of(uri, "GET", e);
        }
        GetObjectResponse answer = body.response();
        Long length = answer.contentLength();
        if (length == null) {
            body.abort();
            throw withoutLength(uri, "GET");
        }
        ObjectInfo info =
                new ObjectInfo(
                        uri,
                        length,
                        unquoted(answer.eTag()),
                        orEpoch(answer.lastModified()),
                        answer.metadata());
        return new ObjectStream(info, new SdkBody(uri, body, info.size(), counter));
    }

    @Override
    public Optional<ObjectInfo> head(S3Uri uri) throws IOException {
        counter.head.increment();
        try {
            HeadObjectResponse answer =
                    client.headObject(head -> head.bucket(uri.bucket()).key(uri.key()));
            Long length = answer.contentLength();
            if (length == null) {
                throw withoutLength(uri, "HEAD");
            }
            return Optional.of(
                    new ObjectInfo(
                            uri,
                            length,
                            unquoted(answer.eTag()),
                            orEpoch(answer.lastModified()),
                            answer.metadata()));
        } catch (SdkException e) {
            if (!SdkFailure.is(e, SdkFailure.NOT_FOUND)) {
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
            if (SdkFailure.is(e, SdkFailure.NOT_FOUND)) {
                throw new NoSuchObjectException(uri, "HEAD", "no such bucket", e);
            }
            throw SdkFailure.of(uri, "HEAD", e);
        }
    }

    @Override
    public void list(S3Uri prefix, Visitor visitor) throws IOException {
        String token = null;
        do {
            ListObjectsV2Response page = page(prefix, token);
            for (S3Object object : page.contents()) {
                visitor.visit(
                        new ObjectInfo(
                                new S3Uri(prefix.bucket(), object.key()),
                                object.size(),
                                unquoted(object.eTag()),
                                orEpoch(object.lastModified()),
                                Map.of()));
            }
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (token != null);
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
    public RequestCounts requests() {
        return counter.counts();
    }

    @Override
    public void close() {
        client.close();
    }

    static String unquoted(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    private static ObjectStoreException withoutLength(S3Uri uri, String request) {
        return new ObjectStoreException(uri, request, "the answer has no length", null);
    }

    private static Instant orEpoch(@Nullable Instant time) {
        return time == null ? Instant.EPOCH : time;
    }
}
