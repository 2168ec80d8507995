package dev.s3logkit.objectlambda.accesspoint;

import dev.s3logkit.common.aws.AwsSettings;
import dev.s3logkit.objectlambda.accesspoint.AccessPointEvent.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.auth.scheme.NoAuthAuthScheme;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;
import software.amazon.awssdk.services.s3.model.WriteGetObjectResponseRequest;

/// Sends answers by WriteGetObjectResponse of the AWS SDK. An answer is sent once: its token holds
/// for one, and its body is read once.
public final class SdkResponseWriter implements ResponseWriter, AutoCloseable {

    private static final String METADATA = "x-amz-meta-";

    /// S3 Object Lambda gives up after so long.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final S3Client s3;

    private SdkResponseWriter(S3Client s3) {
        this.s3 = s3;
    }

    /// A writer for the region that the usual AWS variables name; with an endpoint of its own
    /// (`AWS_ENDPOINT_URL_S3_OBJECT_LAMBDA`) the route is no part of the host.
    ///
    /// @throws dev.s3logkit.common.config.ConfigException when a variable cannot be used
    public static SdkResponseWriter create(Map<String, String> environment) {
        AwsSettings settings = AwsSettings.of(environment, "S3_OBJECT_LAMBDA");
        boolean ownHost = settings.endpoint().isPresent();
        S3ClientBuilder builder =
                settings.apply(S3Client.builder())
                        .overrideConfiguration(
                                configuration ->
                                        configuration
                                                .putAdvancedOption(
                                                        SdkAdvancedClientOption
                                                                .DISABLE_HOST_PREFIX_INJECTION,
                                                        ownHost)
                                                .retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(LONGEST));
        if (settings.endpoint().filter(uri -> "http".equals(uri.getScheme())).isPresent()) {
            // Without TLS, which only stand-ins do without, the SDK would read the body twice, to
            // sign it.
            builder.authSchemeProvider(
                    (S3AuthSchemeProvider)
                            parameters ->
                                    List.of(
                                            AuthSchemeOption.builder()
                                                    .schemeId(NoAuthAuthScheme.SCHEME_ID)
                                                    .build()));
        }
        return new SdkResponseWriter(builder.build());
    }

    @Override
    public void write(Operation.GetObject target, ObjectResponse response) throws IOException {
        WriteGetObjectResponseRequest.Builder request =
                WriteGetObjectResponseRequest.builder()
                        .requestRoute(target.route())
                        .requestToken(target.token())
                        .statusCode(response.status());
        if (!response.errorCode().isEmpty()) {
            request.errorCode(response.errorCode()).errorMessage(response.errorMessage());
        }
        addHeaders(request, response.headers());
        long length = response.body().length();
        try {
            if (length == 0) {
                s3.writeGetObjectResponse(request.build(), RequestBody.empty());
            } else {
                request.contentLength(length);
                try (InputStream body = BodyPipe.open(response.body())) {
                    s3.writeGetObjectResponse(
                            request.build(), RequestBody.fromInputStream(body, length));
                }
            }
        } catch (SdkException e) {
            throw new IOException("the answer could not be sent: " + e.getMessage(), e);
        }
    }

    private static void addHeaders(
            WriteGetObjectResponseRequest.Builder request, Map<String, String> headers) {
        Map<String, String> metadata = new HashMap<>();
        headers.forEach(
                (name, value) -> {
                    switch (name) {
                        case "accept-ranges" -> request.acceptRanges(value);
                        case "cache-control" -> request.cacheControl(value);
                        case "content-disposition" -> request.contentDisposition(value);
                        case "content-encoding" -> request.contentEncoding(value);
                        case "content-language" -> request.contentLanguage(value);
                        case "content-range" -> request.contentRange(value);
                        case "content-type" -> request.contentType(value);
                        case "etag" -> request.eTag(value);
                        case "expires" -> request.expires(time(value));
                        case "last-modified" -> request.lastModified(time(value));
                        case "x-amz-version-id" -> request.versionId(value);
                        case "x-amz-storage-class" -> request.storageClass(value);
                        case "x-amz-server-side-encryption" -> request.serverSideEncryption(value);
                        case "x-amz-restore" -> request.restore(value);
                        case "x-amz-expiration" -> request.expiration(value);
                        default -> {
                            if (name.startsWith(METADATA)) {
                                metadata.put(name.substring(METADATA.length()), value);
                            }
                        }
                    }
                });
        if (!metadata.isEmpty()) {
            request.metadata(metadata);
        }
    }

    private static @Nullable Instant time(String date) {
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
