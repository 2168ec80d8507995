package dev.s3logkit.errorreport.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpServer;
import dev.s3logkit.errorreport.store.ErrorStore.Stored;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A DynamoDB that is overloaded, as its protocol says so.
class DynamoThrottlingTest {

    private static final Instant NOW = Instant.parse("2026-03-14T09:10:00Z");

    private final TestClock clock = new TestClock(NOW);
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<String> times = new CopyOnWriteArrayList<>();
    private String refusal = "ProvisionedThroughputExceededException";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    Map<?, ?> request = JSON.std.mapFrom(exchange.getRequestBody().readAllBytes());
                    Map<?, ?> item = (Map<?, ?>) request.get("Item");
                    times.add(String.valueOf(((Map<?, ?>) item.get("extract_dttm")).get("S")));
                    clock.advance(Duration.ofMinutes(1));
                    boolean refused = refusals.getAndDecrement() > 0;
                    byte[] body =
                            (refused
                                            ? "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
                                                    + refusal
                                                    + "\",\"message\":\"slow down\"}"
                                            : "{}")
                                    .getBytes(UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
                    exchange.sendResponseHeaders(refused ? 400 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ErrorStore store(Duration patience) {
        return new DynamoErrorStore(
                new DynamoTable(
                        DynamoDbClient.builder()
                                .endpointOverride(
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + server.getAddress().getPort()))
                                .region(Region.EU_WEST_1)
                                .credentialsProvider(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create("k", "s")))
                                .overrideConfiguration(
                                        c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                                .build(),
                        "errors",
                        patience),
                clock);
    }

    private static ErrorItem item() {
        return new ErrorItem(
                "R", "1", "shop", "20260314", NOW, NOW, "{}", "f", "x", 1, NOW.plusSeconds(9));
    }

    @Test
    void waitsAndTakesTheTimeOfStoringAnewForEachTry() throws IOException {
        refusals.set(3);
        try (ErrorStore store = store(Duration.ofSeconds(30))) {
            assertThat(store.put(item())).isEqualTo(Stored.STORED);
        }

        assertThat(times)
                .containsExactly(
                        "2026-03-14T09:10:00.000Z",
                        "2026-03-14T09:11:00.000Z",
                        "2026-03-14T09:12:00.000Z",
                        "2026-03-14T09:13:00.000Z");
    }

    @Test
    void givesUpAfterAWhile() {
        refusals.set(1_000);
        refusal = "ThrottlingException";
        try (ErrorStore store = store(Duration.ofMillis(300))) {
            assertThatThrownBy(() -> store.put(item()))
                    .isInstanceOf(StoreThrottledException.class)
                    .hasMessageContaining("throttles table errors");
        }
    }

    @Test
    void anythingElseFailsAtOnce() {
        refusals.set(1_000);
        refusal = "ResourceNotFoundException";
        try (ErrorStore store = store(Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> store.put(item()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(StoreThrottledException.class)
                    .hasMessageContaining("DynamoDB cannot put in table errors");
        }
        assertThat(times).hasSize(1);
    }
}
