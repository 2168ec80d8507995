package dev.s3logkit.local.s3.awssdk;

import dev.s3logkit.local.s3.store.Bucket;
import dev.s3logkit.local.s3.store.Listing;
import dev.s3logkit.local.s3.store.StoreException;
import dev.s3logkit.local.s3.store.StoreException.Code;
import dev.s3logkit.local.s3.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;

/// ListObjects and ListObjectsV2. A continuation token is the last key of the page before it in
/// Base64, since keys may hold characters that XML cannot carry.
final class Listings {

    private static final int MAX_KEYS = 1000;

    private Listings() {}

    static ListObjectsV2Response page(Bucket bucket, ListObjectsV2Request request) {
        String after =
                request.continuationToken() == null
                        ? text(request.startAfter())
                        : decoded(request.continuationToken());
        Listing listing =
                list(bucket, request.prefix(), request.delimiter(), after, request.maxKeys());
        return SdkResponses.objectsPage(
                objects(listing),
                prefixes(listing),
                listing.last() == null ? null : encoded(listing.last()));
    }

    static ListObjectsResponse page(Bucket bucket, ListObjectsRequest request) {
        Listing listing =
                list(
                        bucket,
                        request.prefix(),
                        request.delimiter(),
                        text(request.marker()),
                        request.maxKeys());
        return ListObjectsResponse.builder()
                .contents(objects(listing))
                .commonPrefixes(prefixes(listing))
                .isTruncated(listing.last() != null)
                .nextMarker(listing.last())
                .build();
    }

    private static Listing list(
            Bucket bucket,
            @Nullable String prefix,
            @Nullable String delimiter,
            String after,
            @Nullable Integer maxKeys) {
        int limit = Math.min(Objects.requireNonNullElse(maxKeys, MAX_KEYS), MAX_KEYS);
        return bucket.list(new Listing.Query(text(prefix), text(delimiter), after, limit));
    }

    private static List<S3Object> objects(Listing listing) {
        return listing.objects().stream().map(Listings::entry).toList();
    }

    private static S3Object entry(StoredObject object) {
        return SdkResponses.objectEntry(
                object.key(),
                object.etag(),
                object.lastModified(),
                object.size(),
                StorageClass.fromValue(object.attributes().storageClass()));
    }

    private static List<CommonPrefix> prefixes(Listing listing) {
        return listing.commonPrefixes().stream().map(SdkResponses::commonPrefix).toList();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String encoded(String key) {
        return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    Code.INVALID_ARGUMENT, "The continuation token provided is incorrect");
        }
    }
}
