package dev.s3logkit.common.s3;

import dev.s3logkit.common.aws.AwsSettings;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The SDK's S3 client that the usual AWS variables ask for, see [AwsSettings]; at an endpoint of
/// its own with path style.
final class SdkClients {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// S3 sends something within seconds or not at all.
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /// Callers may open more bodies than there are connections and read them one after the other.
    private static final Duration CONNECTION_WAIT = Duration.ofMinutes(1);

    private SdkClients() {}

    static S3Client client(Map<String, String> variables, int maxConnections) {
        AwsSettings settings = AwsSettings.of(variables, "S3");
        return settings.apply(S3Client.builder())
                .forcePathStyle(settings.endpoint().isPresent())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED)
                .httpClientBuilder(
                        Apache5HttpClient.builder()
                                .maxConnections(maxConnections)
                                .connectionTimeout(CONNECT_TIMEOUT)
                                .socketTimeout(READ_TIMEOUT)
                                .connectionAcquisitionTimeout(CONNECTION_WAIT))
                .build();
    }
}
