package dev.s3logkit.local.s3.awssdk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStoreContract;
import dev.s3logkit.common.s3.S3ObjectStore;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// The same contract against any S3 endpoint: `./mvnw verify -Daws.endpoint=URL`, with region and
/// credentials from the environment. Each test leaves a bucket `contract-…` behind.
class EndpointObjectStoreTest extends ObjectStoreContract {

    private static final String PROPERTY = "aws.endpoint";

    private final String bucket = "contract-" + UUID.randomUUID();
    private ObjectStore store;

    @BeforeEach
    void start() {
        String endpoint = System.getProperty(PROPERTY);
        assumeTrue(endpoint != null, "-D" + PROPERTY + "=URL names no endpoint");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("AWS_ENDPOINT_URL_S3", endpoint);
        environment.putIfAbsent("AWS_REGION", "us-east-1");
        environment.putIfAbsent("AWS_ACCESS_KEY_ID", "local");
        environment.putIfAbsent("AWS_SECRET_ACCESS_KEY", "local");
        AwsBasicCredentials credentials =
                AwsBasicCredentials.create(
                        environment.get("AWS_ACCESS_KEY_ID"),
                        environment.get("AWS_SECRET_ACCESS_KEY"));
        try (S3Client s3 =
                S3Client.builder()
                        .endpointOverride(URI.create(endpoint))
                        .forcePathStyle(true)
                        .region(Region.of(environment.get("AWS_REGION")))
                        .credentialsProvider(StaticCredentialsProvider.create(credentials))
                        .build()) {
            s3.createBucket(b -> b.bucket(bucket));
        }
        store = S3ObjectStore.create(environment);
    }

    @AfterEach
    void stop() {
        if (store != null) {
            store.close();
        }
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected String bucket() {
        return bucket;
    }
}
