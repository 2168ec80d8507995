package dev.s3logkit.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoleStoresTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/s3-rollup-bucket-access";
    private static final Instant NOW = Instant.parse("2026-03-01T06:00:00Z");

    private final List<String> asked = new ArrayList<>();
    private final List<Map<String, String>> opened = new ArrayList<>();
    private HttpServer sts;
    private Map<String, String> environment;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext(
                "/",
                exchange -> {
                    asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    byte[] answer =
                            (status == 200
                                            ? """
                                              <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                                              <AssumeRoleResult><Credentials><AccessKeyId>ASIA1</AccessKeyId>
                                              <SecretAccessKey>secret1</SecretAccessKey><SessionToken>token1</SessionToken>
                                              <Expiration>2026-03-01T07:00:00Z</Expiration></Credentials>
                                              </AssumeRoleResult></AssumeRoleResponse>"""
                                            : """
                                              <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>
                                              <Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>""")
                                    .getBytes(UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/xml");
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        sts.start();
        environment =
                new HashMap<>(
                        Map.of(
                                "AWS_REGION", "eu-west-1",
                                "AWS_ENDPOINT_URL_STS",
                                        "http://127.0.0.1:" + sts.getAddress().getPort(),
                                "AWS_ACCESS_KEY_ID", "own",
                                "AWS_SECRET_ACCESS_KEY", "own-secret"));
    }

    @AfterEach
    void stop() {
        sts.stop(0);
    }

    private RoleStores stores(Clock clock) {
        return new RoleStores(
                environment,
                variables -> {
                    opened.add(variables);
                    return new InMemoryObjectStore();
                },
                clock);
    }

    @Test
    void withoutARoleTheOwnCredentialsAreUsedAndStsIsNotAsked() throws IOException {
        try (RoleStores stores = stores(Clock.systemUTC())) {
            ObjectStore own = stores.of(null);
            assertThat(stores.of(null)).isSameAs(own);
        }
        assertThat(asked).isEmpty();
        assertThat(opened).containsExactly(environment);
    }

    @Test
    void aRoleIsAssumedOnceAndItsCredentialsAreThoseOfTheStore() throws IOException {
        try (RoleStores stores = stores(Clock.fixed(NOW, ZoneOffset.UTC))) {
            ObjectStore store = stores.of(ROLE);
            assertThat(stores.of(ROLE)).isSameAs(store);
            assertThat(stores.of(null)).isNotSameAs(store);
        }
        assertThat(asked)
                .singleElement()
                .asString()
                .contains("Action=AssumeRole", "RoleSessionName=s3logkit-rollup");
        assertThat(opened.getFirst())
                .containsEntry("AWS_ACCESS_KEY_ID", "ASIA1")
                .containsEntry("AWS_SECRET_ACCESS_KEY", "secret1")
                .containsEntry("AWS_SESSION_TOKEN", "token1")
                .containsEntry("AWS_REGION", "eu-west-1");
    }

    @Test
    void credentialsThatEndSoonAreRenewed() throws IOException {
        try (RoleStores stores =
                stores(Clock.fixed(NOW.plus(Duration.ofMinutes(45)), ZoneOffset.UTC))) {
            ObjectStore store = stores.of(ROLE);
            assertThat(stores.of(ROLE)).isNotSameAs(store);
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void aRoleThatMayNotBeAssumedIsNamed() {
        status = 403;
        try (RoleStores stores = stores(Clock.systemUTC())) {
            assertThatThrownBy(() -> stores.of(ROLE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("role " + ROLE + " cannot be assumed")
                    .hasMessageContaining("not authorized to perform: sts:AssumeRole");
        }
        assertThat(opened).isEmpty();
    }
}
