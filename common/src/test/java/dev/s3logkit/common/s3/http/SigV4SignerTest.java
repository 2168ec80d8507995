package dev.s3logkit.common.s3.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.aws.Credentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Our signatures against those of the SDK's own signer.
class SigV4SignerTest {

    private static final String HOST = "a-bucket.s3.eu-west-1.amazonaws.com";
    private static final Credentials KEYS = new Credentials("AKIDEXAMPLE", "secret/+key", null);
    private static final Credentials SESSION =
            new Credentials("ASIAEXAMPLE", "other", "token+/=with//slashes");

    private final SigV4Signer signer = new SigV4Signer("eu-west-1", "s3");

    private static SortedMap<String, String> headers(Credentials keys, Instant time, String range) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("host", HOST);
        headers.put(SigV4Signer.CONTENT_SHA256, SigV4Signer.EMPTY_BODY);
        headers.put(SigV4Signer.DATE, SigV4Signer.timestamp(time));
        headers.put("range", range);
        headers.put("if-match", "\"e1\"");
        if (keys.sessionToken() != null) {
            headers.put("x-amz-security-token", keys.sessionToken());
        }
        return headers;
    }

    private static String oracle(Credentials keys, String path, Instant time, String range) {
        AwsCredentialsIdentity identity =
                keys.sessionToken() == null
                        ? AwsCredentialsIdentity.create(keys.accessKeyId(), keys.secretKey())
                        : AwsSessionCredentialsIdentity.create(
                                keys.accessKeyId(), keys.secretKey(), keys.sessionToken());
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(URI.create("https://" + HOST))
                        .encodedPath(path)
                        .putHeader("range", range)
                        .putHeader("if-match", "\"e1\"")
                        .build();
        return AwsV4HttpSigner.create()
                .sign(
                        sign ->
                                sign.identity(identity)
                                        .request(request)
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                                        .putProperty(
                                                HttpSigner.SIGNING_CLOCK,
                                                Clock.fixed(time, ZoneOffset.UTC)))
                .request()
                .firstMatchingHeader("Authorization")
                .orElseThrow();
    }

    @Provide
    Arbitrary<String> keys() {
        Arbitrary<String> odd =
                Arbitraries.of(" ", "+", "%", "%2F", "//", "/", "..", "é", "😀", "?");
        Arbitrary<String> any =
                Arbitraries.strings()
                        .all()
                        .excludeChars('\uFFFE', '\uFFFF')
                        .ofMaxLength(20)
                        .filter(s -> s.equals(utf8(s)));
        return Arbitraries.oneOf(odd, any)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(l -> String.join("", l));
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Property(tries = 300)
    void signsAsTheSdkDoes(
            @ForAll("keys") String key,
            @ForAll @LongRange(min = 1_000_000_000L, max = 4_000_000_000L) long second,
            @ForAll boolean session) {
        Instant time = Instant.ofEpochSecond(second);
        Credentials keys = session ? SESSION : KEYS;
        String path = SigV4Signer.encodedPath("/" + key);
        SortedMap<String, String> headers = headers(keys, time, "bytes=0-" + second);
        assertThat(signer.authorization(keys, "GET", path, headers))
                .isEqualTo(oracle(keys, path, time, "bytes=0-" + second));
    }

    @Test
    void signsWithOneSignerForManyDaysAndKeys() {
        for (int day = 0; day < 3; day++) {
            for (Credentials keys : new Credentials[] {KEYS, SESSION, KEYS}) {
                Instant time = Instant.parse("2026-12-31T23:59:59Z").plusSeconds(86_400L * day);
                assertThat(signer.authorization(keys, "GET", "/k", headers(keys, time, "bytes=-1")))
                        .isEqualTo(oracle(keys, "/k", time, "bytes=-1"));
            }
        }
    }

    @Property(tries = 300)
    void takesTheHmacOfAnyKeyAndMessage(
            @ForAll @Size(min = 1, max = 200) byte[] key, @ForAll byte[] message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        assertThat(new HmacSha256(key).of(message)).isEqualTo(mac.doFinal(message));
    }

    @Test
    void encodesEveryByteThatIsNotUnreserved() {
        assertThat(SigV4Signer.encodedPath("/a b+c%d//é~-._*'()!"))
                .isEqualTo("/a%20b%2Bc%25d//%C3%A9~-._%2A%27%28%29%21");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1994-11-06T08:49:37Z", "2026-01-01T00:00:00Z", "2028-02-29T23:59:59Z"})
    void writesAndReadsTimes(String text) {
        Instant time = Instant.parse(text);
        assertThat(SigV4Signer.timestamp(time)).isEqualTo(text.replaceAll("[-:]", ""));
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
        String padded = date.length() == 29 ? date : date.replaceFirst(", ", ", 0");
        assertThat(HttpDate.parse(padded)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sun, 99 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nox 1994 08:49:37 GMT",
                "Sun, 06 ovD 1994 08:49:37 GMT",
                "Sun, xx Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT"
            })
    void readsNoOtherDates(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }

    @Test
    void keepsTheSecretOutOfMessages() {
        assertThat(Map.of("k", SESSION).toString()).doesNotContain("other").doesNotContain("token");
    }
}
