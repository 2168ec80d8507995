package dev.s3logkit.local.s3.awssdk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStoreContract;
import dev.s3logkit.common.s3.S3ObjectStore;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// The same contract against an S3 that others wrote, where Docker runs.
class LocalStackObjectStoreTest extends ObjectStoreContract {

    /// The last image that starts without a token.
    private static final String IMAGE = "localstack/localstack:4.14.0";

    private static LocalStackContainer container;

    private final String bucket = "contract-" + UUID.randomUUID();
    private ObjectStore store;

    @BeforeAll
    static void startContainer() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "Docker does not run here");
        container = new LocalStackContainer(IMAGE).withServices("s3");
        container.start();
    }

    @AfterAll
    static void stopContainer() {
        if (container != null) {
            container.stop();
        }
    }

    @BeforeEach
    void start() {
        try (S3Client s3 =
                TestClients.s3(container.getEndpoint(), Region.of(container.getRegion()))) {
            s3.createBucket(b -> b.bucket(bucket));
        }
        store =
                S3ObjectStore.create(
                        Map.of(
                                "AWS_ENDPOINT_URL_S3", container.getEndpoint().toString(),
                                "AWS_REGION", container.getRegion(),
                                "AWS_ACCESS_KEY_ID", container.getAccessKey(),
                                "AWS_SECRET_ACCESS_KEY", container.getSecretKey()));
    }

    @AfterEach
    void stop() {
        store.close();
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
