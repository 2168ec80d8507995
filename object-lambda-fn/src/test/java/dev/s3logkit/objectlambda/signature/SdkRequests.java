package dev.s3logkit.objectlambda.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Requests as the SDK's own S3 client signs them, caught before they are sent.
final class SdkRequests {

    static final String KEY_ID = "EXAMPLEKEYID";
    static final String SECRET = "example/secret+of/forty=characters-";
    static final String REGION = "eu-west-1";
    static final URI ENDPOINT = URI.create("https://abc123.lambda-url.eu-west-1.on.aws");

    private static final StaticCredentialsProvider KEYS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET));

    private SdkRequests() {}

    /// What the client sends for a call.
    static SignedRequest of(Consumer<S3Client> call) {
        Catcher catcher = new Catcher();
        try (S3Client s3 =
                S3Client.builder()
                        .httpClient(catcher)
                        .endpointOverride(ENDPOINT)
                        .region(Region.of(REGION))
                        .credentialsProvider(KEYS)
                        .forcePathStyle(true)
                        .build()) {
            call.accept(s3);
        } catch (AwsServiceException e) {
            // The catcher answers 403 to everything.
        }
        return catcher.caught.getFirst();
    }

    /// A presigned URL of an object as a browser sends it.
    static SignedRequest presigned(String key, Duration expires) {
        try (S3Presigner presigner =
                S3Presigner.builder()
                        .endpointOverride(ENDPOINT)
                        .region(Region.of(REGION))
                        .credentialsProvider(KEYS)
                        .serviceConfiguration(
                                S3Configuration.builder().pathStyleAccessEnabled(true).build())
                        .build()) {
            URL url =
                    presigner
                            .presignGetObject(
                                    p ->
                                            p.signatureDuration(expires)
                                                    .getObjectRequest(
                                                            g -> g.bucket("archives").key(key)))
                            .url();
            return ofUrl(url.toString());
        }
    }

    static SignedRequest ofUrl(String url) {
        int path = url.indexOf('/', "https://".length());
        int query = url.indexOf('?');
        return new SignedRequest(
                "GET",
                url.substring(path, query),
                url.substring(query + 1),
                Map.of("host", url.substring("https://".length(), path)),
                new byte[0]);
    }

    private static final class Catcher implements SdkHttpClient {

        private final List<SignedRequest> caught = new ArrayList<>();

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws java.io.IOException {
                    SdkHttpRequest sent = request.httpRequest();
                    Map<String, String> headers = new HashMap<>();
                    sent.headers()
                            .forEach(
                                    (name, values) ->
                                            headers.put(
                                                    name.toLowerCase(Locale.ROOT),
                                                    String.join(",", values)));
                    byte[] body = new byte[0];
                    if (request.contentStreamProvider().isPresent()) {
                        body = request.contentStreamProvider().get().newStream().readAllBytes();
                    }
                    caught.add(
                            new SignedRequest(
                                    sent.method().name(),
                                    sent.encodedPath(),
                                    sent.encodedQueryParameters().orElse(""),
                                    headers,
                                    body));
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(403).build())
                            .responseBody(
                                    AbortableInputStream.create(
                                            new ByteArrayInputStream("".getBytes(UTF_8))))
                            .build();
                }

                @Override
                public void abort() {
                    // Nothing is under way.
                }
            };
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
