package dev.s3logkit.local.errorreport;

import dev.s3logkit.errorreport.store.DynamoTable;
import dev.s3logkit.local.dynamodb.DynamoServer;
import dev.s3logkit.local.dynamodb.Tables;
import dev.s3logkit.local.template.TableSpec;
import dev.s3logkit.local.template.Template;
import dev.s3logkit.local.template.TemplateSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// An embedded DynamoDB with the tables of the project's template.
public final class ErrorTable implements AutoCloseable {

    private final DynamoServer server;
    private final String name;

    private ErrorTable(DynamoServer server, String name) {
        this.server = server;
        this.name = name;
    }

    public static ErrorTable start() throws IOException {
        Template template =
                Template.read(
                        Path.of(System.getProperty("s3logkit.root"), "template.yaml"),
                        new TemplateSettings(
                                "kit",
                                "eu-west-1",
                                "000000000000",
                                "http://127.0.0.1:9",
                                Map.of()));
        List<TableSpec> tables = template.tables();
        DynamoServer server = DynamoServer.start(0, null);
        try (DynamoDbClient client =
                DynamoDbClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("local", "local")))
                        .build()) {
            Tables.create(client, tables);
        }
        return new ErrorTable(server, tables.getFirst().name());
    }

    public String name() {
        return name;
    }

    /// The variables with which clients find it.
    public Map<String, String> variables() {
        return new HashMap<>(
                Map.of(
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        server.endpoint().toString(),
                        "AWS_REGION",
                        "eu-west-1",
                        "AWS_ACCESS_KEY_ID",
                        "local",
                        "AWS_SECRET_ACCESS_KEY",
                        "local"));
    }

    public DynamoTable open() {
        return DynamoTable.open(variables(), name);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
