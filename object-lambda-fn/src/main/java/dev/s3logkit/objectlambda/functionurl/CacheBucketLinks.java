package dev.s3logkit.objectlambda.functionurl;

import dev.s3logkit.common.aws.AwsSettings;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.s3.http.HmacSha256;
import dev.s3logkit.objectlambda.bucket.S3Answer;
import dev.s3logkit.objectlambda.bucket.S3Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Puts content into a bucket whose lifecycle deletes it, and gives presigned URLs of it. The name
/// of such an object is made of the key and the ETag, so that it always holds the same bytes: when
/// it is there and young enough nothing is extracted again.
public final class CacheBucketLinks implements ContentLinks, AutoCloseable {

    /// How long a URL holds, unless the credentials that sign it end before.
    public static final Duration VALID = Duration.ofHours(1);

    /// An older object is written again, since the lifecycle of a day might delete it too soon.
    public static final Duration MAX_AGE = Duration.ofHours(12);

    private static final String PREFIX = "extracted/";
    private static final int PART_SIZE = 16 << 20;

    private final String bucket;
    private final ObjectStore store;
    private final S3Presigner presigner;
    private final Clock clock;

    private CacheBucketLinks(String bucket, ObjectStore store, S3Presigner presigner, Clock clock) {
        this.bucket = bucket;
        this.store = store;
        this.presigner = presigner;
        this.clock = clock;
    }

    /// Links to a bucket in the account, region and endpoint of the usual AWS variables.
    ///
    /// @param store stays open
    /// @throws dev.s3logkit.common.config.ConfigException when an AWS variable cannot be used
    public static CacheBucketLinks create(
            String bucket, Map<String, String> environment, ObjectStore store, Clock clock) {
        AwsSettings settings = AwsSettings.of(environment, "S3");
        S3Presigner.Builder presigner =
                S3Presigner.builder()
                        .region(settings.region())
                        .credentialsProvider(settings.credentials())
                        .serviceConfiguration(
                                S3Configuration.builder()
                                        .pathStyleAccessEnabled(settings.endpoint().isPresent())
                                        .build());
        settings.endpoint().ifPresent(presigner::endpointOverride);
        return new CacheBucketLinks(bucket, store, presigner.build(), clock);
    }

    @Override
    public String link(S3Question question, S3Answer answer) throws IOException {
        S3Uri uri = new S3Uri(bucket, key(question, answer));
        Optional<ObjectInfo> known = store.head(uri);
        if (known.isEmpty() || !isUsable(known.get(), answer)) {
            CreateOptions options =
                    new CreateOptions(
                            answer.headers().getOrDefault("content-type", ""),
                            ObjectInfo.STANDARD,
                            Map.of(),
                            PART_SIZE,
                            false);
            try (ObjectWriter out = store.create(uri, options)) {
                answer.body().writeTo(out);
                out.commit();
            }
        }
        GetObjectRequest.Builder get = GetObjectRequest.builder().bucket(bucket).key(uri.key());
        get.responseContentType(question.parameter("response-content-type"))
                .responseContentDisposition(question.parameter("response-content-disposition"))
                .responseContentEncoding(question.parameter("response-content-encoding"))
                .responseContentLanguage(question.parameter("response-content-language"))
                .responseCacheControl(question.parameter("response-cache-control"));
        return presigner
                .presignGetObject(p -> p.signatureDuration(VALID).getObjectRequest(get.build()))
                .url()
                .toString();
    }

    private boolean isUsable(ObjectInfo known, S3Answer answer) {
        return known.size() == answer.body().length()
                && known.lastModified().plus(MAX_AGE).isAfter(clock.instant());
    }

    /// Ends in the name of the file, which browsers save it under.
    private static String key(S3Question question, S3Answer answer) {
        String identity = question.key() + '\0' + answer.headers().getOrDefault("etag", "");
        byte[] hash = HmacSha256.sha256(identity.getBytes(StandardCharsets.UTF_8));
        String name = question.key().substring(question.key().lastIndexOf('/') + 1);
        return PREFIX + HexFormat.of().formatHex(hash) + "/" + name;
    }

    @Override
    public void close() {
        presigner.close();
    }
}
