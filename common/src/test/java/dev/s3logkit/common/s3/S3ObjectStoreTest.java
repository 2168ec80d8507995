package dev.s3logkit.common.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.s3logkit.common.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/// The store that signs and sends its GETs itself.
class S3ObjectStoreTest extends ScriptedStoreContract {

    private static final S3Uri URI = new S3Uri("a-bucket", "k");

    @Override
    protected ObjectStore store(Map<String, String> environment) {
        return S3ObjectStore.create(environment);
    }

    private static String userAgent(Map<String, String> more) throws IOException {
        String[] agent = new String[1];
        try (ScriptedS3 s3 = new ScriptedS3()) {
            s3.then(
                    exchange -> {
                        agent[0] = exchange.getRequestHeaders().getFirst("user-agent");
                        exchange.getResponseHeaders().add("ETag", "e1");
                        exchange.sendResponseHeaders(200, 2);
                        exchange.getResponseBody().write(new byte[2]);
                    });
            Map<String, String> environment = new HashMap<>(s3.environment());
            environment.putAll(more);
            try (ObjectStore store = S3ObjectStore.create(environment);
                    ObjectStream body = store.open(URI)) {
                assertThat(body.readAllBytes()).hasSize(2);
            }
        }
        return agent[0];
    }

    @ParameterizedTest
    @CsvSource({
        "S3LOGKIT_S3_CLIENT, own, s3logkit",
        "S3LOGKIT_S3_CLIENT, sdk, aws-sdk-java",
        "AWS_RETRY_MODE, adaptive, aws-sdk-java",
        "HTTPS_PROXY, http://127.0.0.1:9, aws-sdk-java",
        "AWS_USE_FIPS_ENDPOINT, true, aws-sdk-java",
        "AWS_USE_DUALSTACK_ENDPOINT, false, s3logkit",
    })
    void leavesToTheSdkWhatOnlyThatFollows(String name, String value, String expected)
            throws IOException {
        assertThat(userAgent(Map.of(name, value))).startsWith(expected);
    }

    @Test
    void readsByItselfWhenTheConfigurationNamesNoEndpoint(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("config");
        Files.writeString(file, "[default]\nregion = eu-west-1\n");
        assertThat(userAgent(Map.of("AWS_CONFIG_FILE", file.toString()))).startsWith("s3logkit");
    }

    @Test
    void namesTheVariableThatCannotBeUsedAtOnce() {
        assertThatThrownBy(() -> S3ObjectStore.create(Map.of("AWS_ENDPOINT_URL", "localhost:9000")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("AWS_ENDPOINT_URL is 'localhost:9000'");
        assertThatThrownBy(
                        () ->
                                S3ObjectStore.create(
                                        Map.of("AWS_REGION", "r-1", "S3LOGKIT_S3_CLIENT", "curl")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected one of own, sdk");
    }

    @Test
    void saysThatThereAreNoCredentials() {
        SignedGets.Keys none =
                new SdkCredentials(
                        ProfileCredentialsProvider.builder()
                                .profileFile(ProfileFile.aggregator().build())
                                .build());
        S3Hosts hosts = S3Hosts.of(null, "eu-west-1").orElseThrow();
        try (SignedGets gets =
                new SignedGets(hosts, "eu-west-1", none, 1, 1, new RequestCounter())) {
            assertThatThrownBy(() -> gets.get(URI, null, null))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("GET s3://a-bucket/k: no credentials: ");
        }
    }

    @Test
    void saysHowFarTheClockIsOff() throws IOException {
        try (ScriptedS3 s3 = new ScriptedS3();
                ObjectStore store = S3ObjectStore.create(s3.environment())) {
            s3.then(
                    exchange -> {
                        byte[] body =
                                "<Error><Code>RequestTimeTooSkewed</Code></Error>".getBytes(UTF_8);
                        exchange.sendResponseHeaders(403, body.length);
                        exchange.getResponseBody().write(body);
                    });
            assertThatThrownBy(() -> store.open(URI))
                    .hasMessageContaining("RequestTimeTooSkewed")
                    .hasMessageContaining("the clock of this machine is 0 seconds off S3's");
        }
    }

    @Test
    void triesAgainWhenTheConnectionBreaks() throws IOException {
        try (ScriptedS3 s3 = new ScriptedS3();
                ObjectStore store = S3ObjectStore.create(s3.environment())) {
            s3.then(HttpExchange::close).then(200, "hello");
            try (ObjectStream body = store.open(URI)) {
                assertThat(body.readAllBytes()).hasSize(5);
            }
            // The first on the connection that was kept, whose end says nothing of the server.
            s3.then(HttpExchange::close).then(HttpExchange::close).then(HttpExchange::close);
            assertThatThrownBy(() -> store.open(URI))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining(URI.toString())
                    .hasMessageContaining("no answer");
            assertThat(store.requests().get()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not XML",
                "<Error><Code>",
                "<Error><Code></Code>",
                "<!DOCTYPE x [<!ENTITY e \"boom\">]><Error><Code>&e;</Code></Error>"
            })
    void understandsErrorsWithoutAnErrorDocument(String body) throws IOException {
        try (ScriptedS3 s3 = new ScriptedS3();
                ObjectStore store = S3ObjectStore.create(s3.environment())) {
            s3.then(418, body);
            assertThatThrownBy(() -> store.open(URI))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("status 418");
        }
    }

    @Test
    void readsNoEndlessErrorDocument() throws IOException {
        try (ScriptedS3 s3 = new ScriptedS3();
                ObjectStore store = S3ObjectStore.create(s3.environment())) {
            s3.then(
                    exchange -> {
                        exchange.sendResponseHeaders(404, 0);
                        byte[] piece = new byte[1 << 16];
                        for (; ; ) {
                            exchange.getResponseBody().write(piece);
                        }
                    });
            assertThatThrownBy(() -> store.open(URI)).hasMessageContaining("status 404");
        }
    }

    @Test
    void sendsNothingAfterItWasClosed() {
        ObjectStore store = S3ObjectStore.create(Map.of("AWS_REGION", "eu-west-1"));
        store.close();
        assertThatThrownBy(() -> store.head(URI)).isInstanceOf(IllegalStateException.class);
    }
}
