package dev.s3logkit.common.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Utilities;

/// Hosts and paths, against those that the SDK finds.
class S3HostsTest {

    private static String url(Optional<S3Hosts> hosts, S3Uri uri) {
        S3Hosts found = hosts.orElseThrow();
        String scheme = found.endpoint(uri).tls() ? "https://" : "http://";
        return scheme + found.endpoint(uri).authority() + found.path(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "eu-central-1, a-bucket",
        "us-gov-west-1, a-bucket",
        "cn-north-1, a-bucket",
        "ap-southeast-4, dotted.bucket",
        "mx-central-1, under_score",
        "eu-west-1, ab--c",
    })
    void asksTheHostThatTheSdkWouldAsk(String region, String bucket) {
        S3Uri uri = new S3Uri(bucket, "logs//a b+é%/x");
        String expected =
                S3Utilities.builder()
                        .region(Region.of(region))
                        .build()
                        .getUrl(get -> get.bucket(bucket).key(uri.key()))
                        .toString();
        assertThat(url(S3Hosts.of(null, region), uri)).isEqualTo(expected);
    }

    /// Where the SDK may still take the global host.
    @Test
    void asksTheRegionalHostInTheOldestRegion() {
        assertThat(url(S3Hosts.of(null, "us-east-1"), new S3Uri("a-bucket", "k")))
                .isEqualTo("https://a-bucket.s3.us-east-1.amazonaws.com/k");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9000, http://localhost:9000/a-bucket/k",
        "http://localhost:9000/, http://localhost:9000/a-bucket/k",
        "https://example.org/s3/, https://example.org/s3/a-bucket/k",
        "http://[::1]:9000, http://[::1]:9000/a-bucket/k",
    })
    void putsTheBucketIntoThePathOfAnotherEndpoint(String endpoint, String expected) {
        Optional<S3Hosts> hosts = S3Hosts.of(URI.create(endpoint), "eu-west-1");
        assertThat(url(hosts, new S3Uri("a-bucket", "k"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"us-iso-east-1", "eusc-de-east-1", "aws-global", "local", "evil.org/#-1"})
    void leavesRegionsOfWhichItDoesNotKnowTheHosts(String region) {
        assertThat(S3Hosts.of(null, region)).isEmpty();
    }

    @Test
    void leavesBucketsThatAreAskedInAnotherWay() {
        S3Hosts hosts = S3Hosts.of(null, "eu-west-1").orElseThrow();
        assertThat(hosts.isPlain(new S3Uri("logs--euw1-az1--x-s3", "k"))).isFalse();
        assertThat(hosts.isPlain(new S3Uri("point-abc--ol-s3", "k"))).isFalse();
        assertThat(hosts.isPlain(new S3Uri("mfzwi23gnjvgw.mrap", "k"))).isFalse();
        assertThat(hosts.isPlain(new S3Uri("a-bucket", ""))).isFalse();
        assertThat(hosts.isPlain(new S3Uri("point-abc-s3alias", "k"))).isTrue();
        assertThat(hosts.isPlain(new S3Uri("a-bucket", "k"))).isTrue();
    }
}
