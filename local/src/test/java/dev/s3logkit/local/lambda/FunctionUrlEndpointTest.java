package dev.s3logkit.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.stack.LocalAwsOptions;
import dev.s3logkit.local.testfunction.FunctionZip;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Lambda does to requests and answers on their way through a function URL.
class FunctionUrlEndpointTest {

    @TempDir static Path folder;
    private static LocalAws aws;

    @BeforeAll
    static void start() throws Exception {
        FunctionZip.create(folder.resolve("function.zip"));
        Path template =
                Files.writeString(
                        folder.resolve("template.yaml"),
                        """
                        Resources:
                          Open:
                            Type: AWS::Serverless::Function
                            Properties:
                              CodeUri: function.zip
                              Handler: dev.s3logkit.local.testfunction.UrlHandler
                              Timeout: 30
                              FunctionUrlConfig: {AuthType: NONE}
                          Guarded:
                            Type: AWS::Serverless::Function
                            Properties:
                              CodeUri: function.zip
                              Handler: dev.s3logkit.local.testfunction.UrlHandler
                              FunctionUrlConfig: {AuthType: AWS_IAM}
                        """);
        aws = LocalAws.start(LocalAwsOptions.of(template));
    }

    @AfterAll
    static void stop() throws Exception {
        aws.close();
    }

    private static HttpResponse<byte[]> send(
            String function, String method, String path, String body, String... headers)
            throws Exception {
        URI uri = URI.create(aws.functionUrls().get(function) + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void handsARequestOverInPayloadFormatTwoWithPathAndQueryAsTheyWereSent() throws Exception {
        HttpResponse<byte[]> response =
                send("Open", "POST", "/event/a%20b+%2F?x=1%202&x=3", "body", "X-Own", "o");
        Map<String, Object> event = JSON.std.mapFrom(response.body());
        assertThat(event)
                .containsEntry("version", "2.0")
                .containsEntry("rawPath", "/event/a%20b+%2F")
                .containsEntry("rawQueryString", "x=1%202&x=3")
                .containsEntry("isBase64Encoded", true)
                .containsEntry("body", Base64.getEncoder().encodeToString("body".getBytes(UTF_8)));
        assertThat(event.get("headers").toString()).contains("x-own=o", "host=127.0.0.1");
        assertThat(event.get("requestContext").toString())
                .contains("method=POST", "accountId=anonymous")
                .doesNotContain("authorizer");
    }

    @Test
    void letsOnlyWhatIsSignedForLambdaThroughToAFunctionOfIam() throws Exception {
        assertThat(send("Guarded", "GET", "/event", "").statusCode()).isEqualTo(403);
        assertThat(send("Guarded", "GET", "/event", "", "Authorization", signed("s3")).statusCode())
                .isEqualTo(403);
        HttpResponse<byte[]> response =
                send("Guarded", "GET", "/event", "", "Authorization", signed("lambda"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.body(), UTF_8))
                .contains("\"authorizer\":{\"iam\":")
                .doesNotContain("aws4_request");
    }

    private static String signed(String service) {
        return "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/"
                + service
                + "/aws4_request, SignedHeaders=host, Signature=0";
    }

    @Test
    void buffersSixMegabytesAndNoMore() throws Exception {
        HttpResponse<byte[]> most = send("Open", "GET", "/most", "");
        assertThat(most.statusCode()).isEqualTo(200);
        assertThat(most.body()).hasSize(4_500_000);
        assertThat(send("Open", "GET", "/more", "").statusCode()).isEqualTo(502);
        assertThat(send("Open", "POST", "/event", "x".repeat(6 << 20)).statusCode()).isEqualTo(413);
    }

    @Test
    void renamesHeadersThatBelongToTheConnection() throws Exception {
        HttpResponse<byte[]> response = send("Open", "GET", "/headers", "");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("x-amzn-remapped-content-length")).contains("77");
        assertThat(response.headers().firstValue("content-length")).contains("4");
        assertThat(response.headers().firstValue("x-own")).contains("o");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/explode", "/none"})
    void answersBadGatewayForAFunctionThatFails(String path) throws Exception {
        assertThat(send("Open", "GET", path, "").statusCode()).isEqualTo(502);
    }
}
