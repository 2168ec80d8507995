package dev.s3logkit.local.dynamodb;

import dev.s3logkit.local.template.TableSpec;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;

/// Makes the tables that a template describes.
public final class Tables {

    private Tables() {}

    /// Makes the tables that are not there.
    public static void create(DynamoDbClient client, List<TableSpec> tables) {
        for (TableSpec table : tables) {
            try {
                client.createTable(request(table));
            } catch (ResourceInUseException _) {
                // Kept from an earlier run.
                continue;
            }
            table.timeToLive()
                    .ifPresent(
                            attribute ->
                                    client.updateTimeToLive(
                                            update ->
                                                    update.tableName(table.name())
                                                            .timeToLiveSpecification(
                                                                    ttl ->
                                                                            ttl.enabled(true)
                                                                                    .attributeName(
                                                                                            attribute))));
        }
    }

    private static CreateTableRequest request(TableSpec table) {
        CreateTableRequest.Builder request =
                CreateTableRequest.builder()
                        .tableName(table.name())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(schema(table.key()))
                        .attributeDefinitions(
                                table.attributes().entrySet().stream()
                                        .map(
                                                attribute ->
                                                        AttributeDefinition.builder()
                                                                .attributeName(attribute.getKey())
                                                                .attributeType(attribute.getValue())
                                                                .build())
                                        .toList());
        List<GlobalSecondaryIndex> indexes = new ArrayList<>();
        for (TableSpec.Index index : table.indexes()) {
            indexes.add(
                    GlobalSecondaryIndex.builder()
                            .indexName(index.name())
                            .keySchema(schema(index.key()))
                            .projection(projection -> projection.projectionType(ProjectionType.ALL))
                            .build());
        }
        if (!indexes.isEmpty()) {
            request.globalSecondaryIndexes(indexes);
        }
        return request.build();
    }

    private static List<KeySchemaElement> schema(TableSpec.Key key) {
        List<KeySchemaElement> schema = new ArrayList<>();
        schema.add(element(key.partition(), KeyType.HASH));
        key.sort().ifPresent(sort -> schema.add(element(sort, KeyType.RANGE)));
        return schema;
    }

    private static KeySchemaElement element(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
