package dev.s3logkit.local.errorreport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.errorreport.store.DynamoTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The same contract against any DynamoDB: `./mvnw verify -Daws.endpoint.dynamodb=URL`, with region
/// and credentials from the environment. Leaves a table `contract-…` behind.
class EndpointErrorStoreTest extends DynamoStoreContract {

    private static final String PROPERTY = "aws.endpoint.dynamodb";

    private static @Nullable DynamoTable table;

    @BeforeAll
    static void start() throws IOException {
        String endpoint = System.getProperty(PROPERTY);
        assumeTrue(endpoint != null, "-D" + PROPERTY + "=URL names no endpoint");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", endpoint);
        environment.putIfAbsent("AWS_REGION", "us-east-1");
        environment.putIfAbsent("AWS_ACCESS_KEY_ID", "local");
        environment.putIfAbsent("AWS_SECRET_ACCESS_KEY", "local");
        table =
                ErrorTable.at(
                                environment,
                                "contract-" + UUID.randomUUID().toString().substring(0, 8))
                        .open();
    }

    @AfterAll
    static void stop() throws IOException {
        if (table != null) {
            table.close();
        }
    }

    @Override
    DynamoTable table() {
        return Objects.requireNonNull(table);
    }
}
