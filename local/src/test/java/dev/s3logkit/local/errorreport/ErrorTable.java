package dev.s3logkit.local.errorreport;

import dev.s3logkit.errorreport.store.DynamoTable;
import dev.s3logkit.local.dynamodb.DynamoServer;
import dev.s3logkit.local.dynamodb.Tables;
import dev.s3logkit.local.template.TableSpec;
import dev.s3logkit.local.template.Template;
import dev.s3logkit.local.template.TemplateSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A DynamoDB with the tables of the project's template: the embedded one, or another.
public final class ErrorTable implements AutoCloseable {

    private final @Nullable DynamoServer server;
    private final Map<String, String> variables;
    private final String name;

    private ErrorTable(@Nullable DynamoServer server, Map<String, String> variables, String name) {
        this.server = server;
        this.variables = Map.copyOf(variables);
        this.name = name;
    }

    /// The embedded one, started for this.
    public static ErrorTable start() throws IOException {
        DynamoServer server = DynamoServer.start(0, null);
        Map<String, String> variables =
                Map.of(
                        "AWS_ENDPOINT_URL_DYNAMODB", server.endpoint().toString(),
                        "AWS_REGION", "eu-west-1",
                        "AWS_ACCESS_KEY_ID", "local",
                        "AWS_SECRET_ACCESS_KEY", "local");
        return new ErrorTable(server, variables, create(variables, "kit"));
    }

    /// One that runs. The table stays there.
    ///
    /// @param variables endpoint, region and credentials, named as for the AWS command line
    /// @param stack the first part of the table's name, which must be new
    public static ErrorTable at(Map<String, String> variables, String stack) throws IOException {
        return new ErrorTable(null, variables, create(variables, stack));
    }

    private static String create(Map<String, String> variables, String stack) throws IOException {
        String region = variables.get("AWS_REGION");
        Template template =
                Template.read(
                        Path.of(System.getProperty("s3logkit.root"), "template.yaml"),
                        new TemplateSettings(
                                stack, region, "000000000000", "http://127.0.0.1:9", Map.of()));
        List<TableSpec> tables = template.tables();
        try (DynamoDbClient client =
                DynamoDbClient.builder()
                        .endpointOverride(URI.create(variables.get("AWS_ENDPOINT_URL_DYNAMODB")))
                        .region(Region.of(region))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                variables.get("AWS_ACCESS_KEY_ID"),
                                                variables.get("AWS_SECRET_ACCESS_KEY"))))
                        .build()) {
            Tables.create(client, tables);
            String name = tables.getFirst().name();
            client.waiter().waitUntilTableExists(table -> table.tableName(name));
            return name;
        }
    }

    public String name() {
        return name;
    }

    /// The variables with which clients find it.
    public Map<String, String> variables() {
        return new HashMap<>(variables);
    }

    public DynamoTable open() {
        return DynamoTable.open(variables(), name);
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
