package dev.s3logkit.errorreport.store;

import static dev.s3logkit.errorreport.store.DynamoTable.number;
import static dev.s3logkit.errorreport.store.DynamoTable.text;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// Errors in DynamoDB, see [ItemKeys] for the keys.
public final class DynamoErrorStore implements ErrorStore {

    /// Queries under way at once.
    private static final int CONCURRENCY = 16;

    private final DynamoTable table;
    private final Clock clock;

    /// @param table closed with this
    /// @param clock tells when an error is first stored
    public DynamoErrorStore(DynamoTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    public Stored put(ErrorItem item) throws IOException {
        try {
            // The time is taken anew for each try: one of a try that had to wait would lie in a
            // window that has been reported meanwhile.
            table.put(
                    () -> attributes(item, clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                    "attribute_not_exists(pk)",
                    Map.of());
            return Stored.STORED;
        } catch (ConditionalCheckFailedException _) {
            return Stored.EXISTED;
        }
    }

    private static Map<String, AttributeValue> attributes(ErrorItem item, Instant now) {
        int shard = ItemKeys.shard(item.id());
        Map<String, AttributeValue> map = new HashMap<>();
        map.put(
                "pk",
                text(ItemKeys.partition(item.reportId(), item.application(), item.day(), shard)));
        map.put("sk", text(item.id()));
        map.put("index_pk", text(ItemKeys.storedPartition(item.reportId(), now, shard)));
        map.put("index_sk", text(ItemKeys.time(now) + "#" + item.id()));
        map.put("report_id", text(item.reportId()));
        map.put("application", text(item.application()));
        map.put("day", text(item.day()));
        map.put("event_time", text(item.eventTime().toString()));
        map.put("extract_dttm", text(ItemKeys.time(now)));
        map.put("extract_string", text(item.extractString()));
        map.put("fingerprint", text(item.fingerprint()));
        map.put("object", text(item.object()));
        map.put("line", number(item.line()));
        map.put(DynamoTable.EXPIRY, number(item.expDt().getEpochSecond()));
        return map;
    }

    private static ErrorItem item(Map<String, AttributeValue> map) throws IOException {
        return new ErrorItem(
                text(map, "report_id"),
                text(map, "sk"),
                text(map, "application"),
                text(map, "day"),
                Instant.parse(text(map, "event_time")),
                Instant.parse(text(map, "extract_dttm")),
                text(map, "extract_string"),
                text(map, "fingerprint"),
                text(map, "object"),
                number(map, "line"),
                Instant.ofEpochSecond(number(map, DynamoTable.EXPIRY)));
    }

    @Override
    public void stored(
            String reportId,
            Instant from,
            Instant to,
            @Nullable String application,
            Visitor visitor)
            throws IOException {
        if (!from.isBefore(to)) {
            return;
        }
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":now", number(clock.instant().getEpochSecond()));
        values.put(":from", text(ItemKeys.bound(from)));
        values.put(":to", text(ItemKeys.bound(to)));
        String filter = DynamoTable.EXPIRY + " > :now";
        if (application != null) {
            values.put(":application", text(application));
            filter += " AND application = :application";
        }
        List<QueryRequest> queries = new ArrayList<>();
        for (String partition : ItemKeys.storedPartitions(reportId, from, to)) {
            Map<String, AttributeValue> all = new HashMap<>(values);
            all.put(":pk", text(partition));
            // The upper bound is never met: every sort key goes on with the id.
            queries.add(
                    table.query()
                            .indexName(DynamoTable.INDEX)
                            .keyConditionExpression(
                                    "index_pk = :pk AND index_sk BETWEEN :from AND :to")
                            .filterExpression(filter)
                            .expressionAttributeValues(all)
                            .build());
        }
        visit(queries, visitor);
    }

    @Override
    public void ofDay(String reportId, String application, String day, Visitor visitor)
            throws IOException {
        List<QueryRequest> queries = new ArrayList<>();
        for (int shard = 0; shard < ItemKeys.SHARDS; shard++) {
            queries.add(
                    table.query()
                            .keyConditionExpression("pk = :pk")
                            .filterExpression(DynamoTable.EXPIRY + " > :now")
                            .expressionAttributeValues(
                                    Map.of(
                                            ":pk",
                                            text(
                                                    ItemKeys.partition(
                                                            reportId, application, day, shard)),
                                            ":now",
                                            number(clock.instant().getEpochSecond())))
                            .build());
        }
        visit(queries, visitor);
    }

    /// Asks all at once, as far as [#CONCURRENCY] goes; the first failure ends the rest.
    private void visit(List<QueryRequest> queries, Visitor visitor) throws IOException {
        ReentrantLock turn = new ReentrantLock();
        Semaphore permits = new Semaphore(CONCURRENCY);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            try {
                for (QueryRequest query : queries) {
                    permits.acquire();
                    running.add(
                            threads.submit(
                                    () -> {
                                        try {
                                            pages(query, visitor, turn);
                                        } finally {
                                            permits.release();
                                        }
                                        return null;
                                    }));
                }
                for (Future<?> page : running) {
                    page.get();
                }
            } catch (ExecutionException e) {
                running.forEach(page -> page.cancel(true));
                throw failure(e);
            } catch (InterruptedException e) {
                running.forEach(page -> page.cancel(true));
                throw DynamoTable.interrupted(e);
            }
        }
    }

    private static IOException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case IOException io -> io;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            case null, default -> new IOException(e);
        };
    }

    private void pages(QueryRequest first, Visitor visitor, ReentrantLock turn) throws IOException {
        QueryRequest query = first;
        while (true) {
            QueryResponse page = table.query(query);
            turn.lock();
            try {
                for (Map<String, AttributeValue> found : page.items()) {
                    visitor.visit(item(found));
                }
            } finally {
                turn.unlock();
            }
            if (!page.hasLastEvaluatedKey() || page.lastEvaluatedKey().isEmpty()) {
                return;
            }
            query = query.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build();
        }
    }

    @Override
    public StoreCounts counts() {
        return table.counts();
    }

    @Override
    public void close() {
        table.close();
    }
}
