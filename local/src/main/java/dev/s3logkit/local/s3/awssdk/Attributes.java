package dev.s3logkit.local.s3.awssdk;

import dev.s3logkit.local.s3.store.ObjectAttributes;
import dev.s3logkit.local.s3.store.StoredObject;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// What the SDK's requests say of an object, and back into its responses. `Expires` is left out.
final class Attributes {

    private static final String STANDARD = "STANDARD";
    private static final String ENCRYPTION = "x-amz-server-side-encryption";
    private static final String KMS_KEY = "x-amz-server-side-encryption-aws-kms-key-id";

    private Attributes() {}

    static ObjectAttributes of(PutObjectRequest request) {
        Map<String, String> headers = new HashMap<>();
        put(headers, "cache-control", request.cacheControl());
        put(headers, "content-disposition", request.contentDisposition());
        put(headers, "content-encoding", request.contentEncoding());
        put(headers, "content-language", request.contentLanguage());
        put(headers, "content-type", request.contentType());
        put(headers, ENCRYPTION, request.serverSideEncryptionAsString());
        put(headers, KMS_KEY, request.ssekmsKeyId());
        return new ObjectAttributes(
                headers, request.metadata(), storageClass(request.storageClassAsString()));
    }

    static ObjectAttributes of(CreateMultipartUploadRequest request) {
        Map<String, String> headers = new HashMap<>();
        put(headers, "cache-control", request.cacheControl());
        put(headers, "content-disposition", request.contentDisposition());
        put(headers, "content-encoding", request.contentEncoding());
        put(headers, "content-language", request.contentLanguage());
        put(headers, "content-type", request.contentType());
        put(headers, ENCRYPTION, request.serverSideEncryptionAsString());
        put(headers, KMS_KEY, request.ssekmsKeyId());
        return new ObjectAttributes(
                headers, request.metadata(), storageClass(request.storageClassAsString()));
    }

    /// The source's attributes, or those of the request when it replaces them; the encryption is
    /// always the request's.
    static ObjectAttributes of(CopyObjectRequest request, ObjectAttributes source) {
        boolean replaces = request.metadataDirective() == MetadataDirective.REPLACE;
        Map<String, String> headers = new HashMap<>(replaces ? Map.of() : source.headers());
        if (replaces) {
            put(headers, "cache-control", request.cacheControl());
            put(headers, "content-disposition", request.contentDisposition());
            put(headers, "content-encoding", request.contentEncoding());
            put(headers, "content-language", request.contentLanguage());
            put(headers, "content-type", request.contentType());
        }
        headers.remove(ENCRYPTION);
        headers.remove(KMS_KEY);
        put(headers, ENCRYPTION, request.serverSideEncryptionAsString());
        put(headers, KMS_KEY, request.ssekmsKeyId());
        return new ObjectAttributes(
                headers, replaces ? request.metadata() : source.metadata(), STANDARD);
    }

    static GetObjectResponse.Builder response(StoredObject object) {
        Map<String, String> headers = object.attributes().headers();
        String storageClass = object.attributes().storageClass();
        return GetObjectResponse.builder()
                .eTag(object.etag())
                .lastModified(object.lastModified())
                .cacheControl(headers.get("cache-control"))
                .contentDisposition(headers.get("content-disposition"))
                .contentEncoding(headers.get("content-encoding"))
                .contentLanguage(headers.get("content-language"))
                .contentType(headers.get("content-type"))
                .serverSideEncryption(headers.get(ENCRYPTION))
                .ssekmsKeyId(headers.get(KMS_KEY))
                .metadata(object.attributes().metadata())
                // S3 leaves the header out for the class that objects have by default.
                .storageClass(storageClass.equals(STANDARD) ? null : storageClass)
                .checksumCRC32(base64(object.crc32()))
                .checksumType(ChecksumType.FULL_OBJECT);
    }

    static @Nullable String encryption(StoredObject object) {
        return object.attributes().headers().get(ENCRYPTION);
    }

    private static String base64(int crc32) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt(crc32).array());
    }

    private static String storageClass(@Nullable String asked) {
        return asked == null ? STANDARD : asked;
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
