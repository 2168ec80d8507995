package dev.s3logkit.errorreport.store;

import dev.s3logkit.common.aws.AwsSettings;
import dev.s3logkit.common.config.ConfigException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// One table of DynamoDB: sends, counts, and waits while it is throttled. Safe for use by any
/// number of threads.
public final class DynamoTable implements AutoCloseable {

    /// The index that errors are read through.
    static final String INDEX = "stored";

    /// Seconds since 1970, from which on DynamoDB may delete an item and nobody reads it.
    static final String EXPIRY = "exp_dt";

    /// The longest that a request may take with all the tries that the SDK makes of it, so that
    /// nothing appears long after the time that it names.
    private static final Duration REQUEST = Duration.ofSeconds(15);

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final DynamoDbClient client;
    private final String name;
    private final Duration patience;
    private final LongAdder puts = new LongAdder();
    private final LongAdder queries = new LongAdder();
    private final LongAdder gets = new LongAdder();
    private final DoubleAdder writeUnits = new DoubleAdder();
    private final DoubleAdder readUnits = new DoubleAdder();

    /// @param client closed with this
    /// @param patience how long to go on while DynamoDB throttles
    DynamoTable(DynamoDbClient client, String name, Duration patience) {
        this.client = client;
        this.name = name;
        this.patience = patience;
    }

    /// The table for the account, region and endpoint that the usual AWS variables name.
    ///
    /// @throws ConfigException when a variable cannot be used
    public static DynamoTable open(Map<String, String> environment, String name) {
        DynamoDbClientBuilder builder =
                AwsSettings.of(environment, "DYNAMODB").apply(DynamoDbClient.builder());
        return new DynamoTable(
                builder.overrideConfiguration(
                                builder.overrideConfiguration().toBuilder()
                                        .apiCallTimeout(REQUEST)
                                        .build())
                        .httpClientBuilder(Apache5HttpClient.builder().maxConnections(64))
                        .build(),
                name,
                Duration.ofSeconds(60));
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /// A text attribute of an item.
    ///
    /// @throws IOException when it has none: something else wrote it
    static String text(Map<String, AttributeValue> item, String attribute) throws IOException {
        AttributeValue value = item.get(attribute);
        if (value == null || value.s() == null) {
            throw new IOException(
                    "an item has no text \"%s\": %s".formatted(attribute, item.get("pk")));
        }
        return value.s();
    }

    /// An integer attribute of an item.
    ///
    /// @throws IOException when it has none: something else wrote it
    static long number(Map<String, AttributeValue> item, String attribute) throws IOException {
        AttributeValue value = item.get(attribute);
        if (value == null || value.n() == null) {
            throw new IOException(
                    "an item has no number \"%s\": %s".formatted(attribute, item.get("pk")));
        }
        return Long.parseLong(value.n());
    }

    /// Writes an item.
    ///
    /// @param item made anew for each try
    /// @throws ConditionalCheckFailedException with the item that is there
    void put(
            Supplier<Map<String, AttributeValue>> item,
            String condition,
            Map<String, AttributeValue> values)
            throws IOException {
        write(
                "put",
                () ->
                        client.putItem(
                                        put ->
                                                put.tableName(name)
                                                        .item(item.get())
                                                        .conditionExpression(condition)
                                                        .expressionAttributeValues(
                                                                values.isEmpty() ? null : values)
                                                        .returnConsumedCapacity(
                                                                ReturnConsumedCapacity.TOTAL)
                                                        .returnValuesOnConditionCheckFailure(
                                                                ReturnValuesOnConditionCheckFailure
                                                                        .ALL_OLD))
                                .consumedCapacity());
    }

    /// Changes an item.
    ///
    /// @throws ConditionalCheckFailedException when its condition does not hold
    void update(Consumer<UpdateItemRequest.Builder> update) throws IOException {
        write(
                "update",
                () ->
                        client.updateItem(
                                        request ->
                                                request.tableName(name)
                                                        .returnConsumedCapacity(
                                                                ReturnConsumedCapacity.TOTAL)
                                                        .applyMutation(update))
                                .consumedCapacity());
    }

    /// Removes an item.
    ///
    /// @throws ConditionalCheckFailedException when its condition does not hold
    void delete(
            Map<String, AttributeValue> key, String condition, Map<String, AttributeValue> values)
            throws IOException {
        write(
                "delete",
                () ->
                        client.deleteItem(
                                        delete ->
                                                delete.tableName(name)
                                                        .key(key)
                                                        .conditionExpression(condition)
                                                        .expressionAttributeNames(
                                                                Map.of("#state", "state"))
                                                        .expressionAttributeValues(values)
                                                        .returnConsumedCapacity(
                                                                ReturnConsumedCapacity.TOTAL))
                                .consumedCapacity());
    }

    /// Reads an item as it is now.
    Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) throws IOException {
        GetItemResponse response =
                patiently(
                        "get",
                        () ->
                                client.getItem(
                                        get ->
                                                get.tableName(name)
                                                        .key(key)
                                                        .consistentRead(true)
                                                        .returnConsumedCapacity(
                                                                ReturnConsumedCapacity.TOTAL)));
        gets.increment();
        readUnits.add(units(response.consumedCapacity()));
        return response.hasItem() ? Optional.of(response.item()) : Optional.empty();
    }

    /// The start of a query of this table.
    QueryRequest.Builder query() {
        return QueryRequest.builder()
                .tableName(name)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
    }

    /// One page of a query.
    QueryResponse query(QueryRequest request) throws IOException {
        QueryResponse response = patiently("query", () -> client.query(request));
        queries.increment();
        readUnits.add(units(response.consumedCapacity()));
        return response;
    }

    private void write(String what, Supplier<@Nullable ConsumedCapacity> request)
            throws IOException {
        puts.increment();
        try {
            writeUnits.add(units(patiently(what, request)));
        } catch (ConditionalCheckFailedException e) {
            // A refused write costs what the item that it met would; DynamoDB does not tell.
            writeUnits.add(1);
            throw e;
        }
    }

    private static double units(@Nullable ConsumedCapacity consumed) {
        return consumed == null || consumed.capacityUnits() == null ? 0 : consumed.capacityUnits();
    }

    private <T extends @Nullable Object> T patiently(String what, Supplier<T> request)
            throws IOException {
        long start = System.nanoTime();
        Duration wait = FIRST_WAIT;
        while (true) {
            try {
                return request.get();
            } catch (ConditionalCheckFailedException e) {
                throw e;
            } catch (SdkException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw interrupted(e);
                }
                if (!throttled(e)) {
                    throw new IOException(
                            "DynamoDB cannot %s in table %s: %s"
                                    .formatted(what, name, e.getMessage()),
                            e);
                }
                if (System.nanoTime() - start + wait.toNanos() > patience.toNanos()) {
                    throw new StoreThrottledException(
                            "DynamoDB throttles table %s; gave up after %d s (%s)"
                                    .formatted(name, patience.toSeconds(), e.getMessage()),
                            e);
                }
            }
            sleep(wait);
            wait =
                    wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0
                            ? wait.multipliedBy(2)
                            : LONGEST_WAIT;
        }
    }

    private static boolean throttled(SdkException e) {
        return e instanceof ApiCallTimeoutException
                || (e instanceof DynamoDbException service && service.isThrottlingException());
    }

    private static void sleep(Duration longest) throws IOException {
        try {
            Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest.toNanos())));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static IOException interrupted(Exception e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted =
                new InterruptedIOException("interrupted while DynamoDB was asked");
        interrupted.initCause(e);
        return interrupted;
    }

    StoreCounts counts() {
        return new StoreCounts(
                puts.sum(), queries.sum(), gets.sum(), writeUnits.sum(), readUnits.sum());
    }

    @Override
    public void close() {
        client.close();
    }
}
