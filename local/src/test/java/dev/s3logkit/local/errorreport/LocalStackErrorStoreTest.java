package dev.s3logkit.local.errorreport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.errorreport.store.DynamoTable;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;

/// The same contract against a DynamoDB that others wrote, where Docker runs.
class LocalStackErrorStoreTest extends DynamoStoreContract {

    /// The last image that starts without a token.
    private static final String IMAGE = "localstack/localstack:4.14.0";

    private static @Nullable LocalStackContainer container;
    private static @Nullable DynamoTable table;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "Docker does not run here");
        LocalStackContainer started = new LocalStackContainer(IMAGE).withServices("dynamodb");
        container = started;
        started.start();
        table =
                ErrorTable.at(
                                Map.of(
                                        "AWS_ENDPOINT_URL_DYNAMODB",
                                        started.getEndpoint().toString(),
                                        "AWS_REGION",
                                        started.getRegion(),
                                        "AWS_ACCESS_KEY_ID",
                                        started.getAccessKey(),
                                        "AWS_SECRET_ACCESS_KEY",
                                        started.getSecretKey()),
                                "contract")
                        .open();
    }

    @AfterAll
    static void stop() throws IOException {
        if (table != null) {
            table.close();
        }
        if (container != null) {
            container.stop();
        }
    }

    @Override
    DynamoTable table() {
        return Objects.requireNonNull(table);
    }
}
