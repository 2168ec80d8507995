package dev.s3logkit.local.s3.awssdk;

import dev.s3logkit.local.s3.store.Bucket.Range;
import dev.s3logkit.local.s3.store.StoreException;
import dev.s3logkit.local.s3.store.StoreException.Code;
import dev.s3logkit.local.s3.store.StoredObject;
import java.time.Instant;
import java.util.Set;
import org.gaul.s3proxy.blobstore.SdkRequests;
import org.gaul.s3proxy.blobstore.SdkRequests.ByteRange;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/// What a reader asks of an object before it takes its bytes (RFC 9110, section 13).
///
/// @param copy whether a copy reads, for which S3 answers 412 where a GET is told 304
/// @param range value of the header; null for the whole object
record ReadConditions(
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable Instant ifModifiedSince,
        @Nullable Instant ifUnmodifiedSince,
        @Nullable String range,
        boolean copy) {

    private static final Set<String> ARCHIVED = Set.of("GLACIER", "DEEP_ARCHIVE");

    static ReadConditions of(GetObjectRequest request) {
        return new ReadConditions(
                request.ifMatch(),
                request.ifNoneMatch(),
                request.ifModifiedSince(),
                request.ifUnmodifiedSince(),
                request.range(),
                false);
    }

    static ReadConditions of(CopyObjectRequest request) {
        return new ReadConditions(
                request.copySourceIfMatch(),
                request.copySourceIfNoneMatch(),
                request.copySourceIfModifiedSince(),
                request.copySourceIfUnmodifiedSince(),
                null,
                true);
    }

    /// The bytes to read.
    ///
    /// @throws RuntimeException as S3Proxy wants to see it, when a condition does not hold
    Range selection(StoredObject object) {
        if (ARCHIVED.contains(object.attributes().storageClass())) {
            throw new StoreException(
                    Code.INVALID_OBJECT_STATE,
                    "The operation is not valid for the object's storage class");
        }
        if (ifMatch != null
                ? !matches(ifMatch, object)
                : ifUnmodifiedSince != null && object.lastModified().isAfter(ifUnmodifiedSince)) {
            throw failed();
        }
        if (ifNoneMatch != null
                ? matches(ifNoneMatch, object)
                : ifModifiedSince != null && !object.lastModified().isAfter(ifModifiedSince)) {
            throw copy ? failed() : SdkErrors.notModified(object.etag());
        }
        return range == null ? new Range(0, object.size()) : range(range, object.size());
    }

    private static Range range(String header, long size) {
        ByteRange asked = SdkRequests.parseRange(header);
        if (asked == null) {
            return new Range(0, size);
        }
        Long first = asked.first();
        Long last = asked.last();
        long from;
        long to;
        if (first == null) {
            from = last == null ? 0 : Math.max(0, size - last);
            to = size;
        } else {
            from = first;
            to = last == null ? size : Math.min(size, last + 1);
        }
        if (from >= to) {
            throw new StoreException(Code.INVALID_RANGE, "The requested range is not satisfiable");
        }
        return new Range(from, to - from);
    }

    private static boolean matches(String header, StoredObject object) {
        return header.equals("*") || header.replace("\"", "").equals(object.etag());
    }

    private static StoreException failed() {
        return new StoreException(
                Code.PRECONDITION_FAILED,
                "At least one of the pre-conditions you specified did not hold");
    }
}
