package dev.s3logkit.objectlambda.signature;

import static dev.s3logkit.objectlambda.signature.SdkRequests.KEY_ID;
import static dev.s3logkit.objectlambda.signature.SdkRequests.REGION;
import static dev.s3logkit.objectlambda.signature.SdkRequests.SECRET;
import static dev.s3logkit.objectlambda.signature.SignatureCheckTest.with;
import static dev.s3logkit.objectlambda.signature.SignatureCheckTest.withHeader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.aws.Credentials;
import dev.s3logkit.common.s3.http.SigV4Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a request that cannot be accepted is told, in S3's own codes.
class SignatureRefusalTest {

    private final SignedRequest signed =
            SdkRequests.of(s3 -> s3.getObject(b -> b.bucket("archives").key("k")));
    private final SignedRequest presigned = SdkRequests.presigned("k", Duration.ofMinutes(10));

    private static Verdict.Refused refused(SignedRequest request, Duration later)
            throws IOException {
        return refused(request, later, REGION);
    }

    private static Verdict.Refused refused(SignedRequest request, Duration later, String region)
            throws IOException {
        Clock clock = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
        Verdict verdict =
                new SignatureCheck(id -> id.equals(KEY_ID) ? SECRET : null, region, clock)
                        .check(request);
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return (Verdict.Refused) verdict;
    }

    private static Verdict.Refused refused(SignedRequest request) throws IOException {
        return refused(request, Duration.ZERO);
    }

    @Test
    void refusesARequestThatIsNotSigned() throws Exception {
        Verdict.Refused refused =
                refused(
                        new SignedRequest(
                                "GET", "/archives/k", "", Map.of("host", "h"), new byte[0]));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("AccessDenied");
    }

    @ParameterizedTest
    @CsvSource({"16", "-16", "1440"})
    void refusesAHeaderSignedTooLongAgoOrInTheFuture(long minutes) throws Exception {
        Verdict.Refused refused = refused(signed, Duration.ofMinutes(minutes));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("RequestTimeTooSkewed");
        assertThat(refused.details())
                .containsEntry("MaxAllowedSkewMilliseconds", "900000")
                .containsEntry("RequestTime", signed.header("x-amz-date"))
                .containsKey("ServerTime");
    }

    @ParameterizedTest
    @CsvSource({"14", "-14"})
    void acceptsAClockThatIsLessThanFifteenMinutesOff(long minutes) throws Exception {
        Clock clock = Clock.fixed(Instant.now().plus(Duration.ofMinutes(minutes)), ZoneOffset.UTC);
        assertThat(new SignatureCheck(id -> SECRET, REGION, clock).check(signed))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void refusesAPresignedUrlThatHasExpired() throws Exception {
        Verdict.Refused refused = refused(presigned, Duration.ofMinutes(11));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("AccessDenied");
        assertThat(refused.message()).isEqualTo("Request has expired");
        assertThat(refused.details()).containsKeys("Expires", "X-Amz-Expires", "ServerTime");
    }

    @Test
    void refusesAPresignedUrlFromTheFuture() throws Exception {
        Verdict.Refused refused = refused(presigned, Duration.ofMinutes(-16));
        assertThat(refused.code()).isEqualTo("AccessDenied");
        assertThat(refused.message()).isEqualTo("Request is not yet valid");
    }

    @Test
    void refusesAnUnknownAccessKey() throws Exception {
        Verdict.Refused refused =
                refused(
                        withHeader(
                                signed,
                                "authorization",
                                signed.header("authorization").replace(KEY_ID, "OTHERKEYID")));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("InvalidAccessKeyId");
        assertThat(refused.details()).containsEntry("AWSAccessKeyId", "OTHERKEYID");
    }

    @Test
    void showsWhatItSignedWhenTheSignatureIsWrongButNoSecret() throws Exception {
        Verdict.Refused refused = refused(with(signed, "/archives/other", ""));
        assertThat(refused.code()).isEqualTo("SignatureDoesNotMatch");
        assertThat(refused.details().get("CanonicalRequest")).startsWith("GET\n/archives/other\n");
        assertThat(refused.details().get("StringToSign")).startsWith("AWS4-HMAC-SHA256\n");
        assertThat(refused.toString()).doesNotContain(SECRET);
    }

    @Test
    void refusesASignatureForAnotherRegionAndNamesTheRightOne() throws Exception {
        Verdict.Refused header = refused(signed, Duration.ZERO, "us-west-2");
        assertThat(header.code()).isEqualTo("AuthorizationHeaderMalformed");
        assertThat(header.message())
                .contains("the region 'eu-west-1' is wrong; expecting 'us-west-2'");
        assertThat(header.details()).containsEntry("Region", "us-west-2");
        Verdict.Refused url = refused(presigned, Duration.ZERO, "us-west-2");
        assertThat(url.code()).isEqualTo("AuthorizationQueryParametersError");
        assertThat(url.details()).containsEntry("Region", "us-west-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Basic dXNlcjpwYXNz|InvalidArgument",
                "AWS KEY:c2lnbmF0dXJl|InvalidRequest",
                "AWS4-ECDSA-P256-SHA256 Credential=a|InvalidRequest",
                "AWS4-HMAC-SHA256|AuthorizationHeaderMalformed",
                "AWS4-HMAC-SHA256 Credential=k|AuthorizationHeaderMalformed",
                "AWS4-HMAC-SHA256 Credential=k/2026/r/s3/aws4_request, SignedHeaders=host, Signature=0|AuthorizationHeaderMalformed",
                "AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/s3/aws4_request, SignedHeaders=, Signature=0|AuthorizationHeaderMalformed",
                "AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=|AuthorizationHeaderMalformed",
                "AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=0|AuthorizationHeaderMalformed",
                "AWS4-HMAC-SHA256 Credential=k/20200101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0|AuthorizationHeaderMalformed",
            })
    void refusesAnAuthorizationHeaderThatIsNone(String authorization, String code)
            throws Exception {
        Verdict.Refused refused = refused(withHeader(signed, "authorization", authorization));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Amz-Expires=600|X-Amz-Expires=|X-Amz-Expires should be a number",
                "X-Amz-Expires=600|X-Amz-Expires=abc|X-Amz-Expires should be a number",
                "X-Amz-Expires=600|X-Amz-Expires=-1|X-Amz-Expires must be non-negative",
                "X-Amz-Expires=600|X-Amz-Expires=604801|X-Amz-Expires must be less than a week",
                "X-Amz-Expires=600|Expires=600|requires the X-Amz-Algorithm",
                "AWS4-HMAC-SHA256|AWS4-HMAC-SHA1|X-Amz-Algorithm only supports",
                "%2Faws4_request|%2Faws5_request|the Credential is mal-formed",
                "%2Fs3%2F|%2Flambda%2F|incorrect service",
                "X-Amz-SignedHeaders=host|X-Amz-SignedHeaders=|X-Amz-SignedHeaders names no headers",
                "X-Amz-Date=2|X-Amz-Date=x2|X-Amz-Date must be in the ISO8601 Long Format",
                "X-Amz-Date=202|X-Amz-Date=302|Invalid credential date",
            })
    void refusesAPresignedUrlWithABadParameter(String from, String to, String message)
            throws Exception {
        String query = presigned.query().replaceFirst(java.util.regex.Pattern.quote(from), to);
        assertThat(query).isNotEqualTo(presigned.query());
        Verdict.Refused refused = refused(with(presigned, presigned.path(), query));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("AuthorizationQueryParametersError");
        assertThat(refused.message()).contains(message);
    }

    @Test
    void refusesTwoSignaturesInOneRequest() throws Exception {
        Verdict.Refused refused = refused(with(signed, signed.path(), presigned.query()));
        assertThat(refused.code()).isEqualTo("InvalidArgument");
        assertThat(refused.message()).startsWith("Only one auth mechanism allowed");
    }

    @Test
    void refusesASignatureOfVersionTwo() throws Exception {
        assertThat(refused(with(unsigned(), "/archives/k", "AWSAccessKeyId=k&Signature=s")).code())
                .isEqualTo("InvalidRequest");
    }

    @Test
    void refusesAPathWithABrokenEscape() throws Exception {
        assertThat(refused(with(signed, "/archives/%zz", "")).code()).isEqualTo("InvalidURI");
        assertThat(refused(with(signed, "/archives/k", "a=%4")).code()).isEqualTo("InvalidURI");
    }

    @ParameterizedTest
    @CsvSource({"yesterday", "20261341T000000Z", "20260229T000000Z"})
    void refusesAHeaderWithoutAValidDate(String date) throws Exception {
        Verdict.Refused refused = refused(withHeader(signed, "x-amz-date", date));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains("valid Date or x-amz-date header");
    }

    @Test
    void refusesAHeaderThatWasAddedOnTheWay() throws Exception {
        Verdict.Refused refused = refused(withHeader(signed, "x-amz-meta-a", "b"));
        assertThat(refused.code()).isEqualTo("AccessDenied");
        assertThat(refused.details()).containsEntry("HeadersNotSigned", "x-amz-meta-a");
    }

    @Test
    void refusesARequestThatLacksAHeaderWhichItSaysIsSigned() throws Exception {
        Map<String, String> headers = new HashMap<>(signed.headers());
        headers.remove("host");
        Verdict.Refused refused =
                refused(
                        new SignedRequest(
                                "GET", signed.path(), signed.query(), headers, new byte[0]));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("MissingSecurityHeader");
        assertThat(refused.details()).containsEntry("MissingHeaderName", "host");
    }

    @Test
    void refusesARequestWithoutTheHashOfItsBody() throws Exception {
        Map<String, String> headers = new HashMap<>(signed.headers());
        headers.remove("x-amz-content-sha256");
        Verdict.Refused refused =
                refused(
                        new SignedRequest(
                                "GET", signed.path(), signed.query(), headers, new byte[0]));
        assertThat(refused.code()).isEqualTo("InvalidRequest");
        assertThat(refused.message()).contains("x-amz-content-sha256");
    }

    @Test
    void refusesABodyThatWasNotSigned() throws Exception {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("host", "h");
        headers.put(SigV4Signer.CONTENT_SHA256, SigV4Signer.EMPTY_BODY);
        headers.put(SigV4Signer.DATE, SigV4Signer.timestamp(Instant.now()));
        String authorization =
                new SigV4Signer(REGION, "s3")
                        .authorization(
                                new Credentials(KEY_ID, SECRET, null), "POST", "/a", headers);
        headers.put("authorization", authorization);
        SignedRequest changed =
                new SignedRequest(
                        "POST", "/a", "", headers, "other".getBytes(StandardCharsets.UTF_8));
        Verdict.Refused refused = refused(changed);
        assertThat(refused.code()).isEqualTo("XAmzContentSHA256Mismatch");
    }

    @Test
    void saysWhereItLookedWhenSecretsCannotBeRead() {
        SignatureCheck check =
                new SignatureCheck(
                        id -> {
                            throw new IOException("the secret keys cannot be read");
                        },
                        REGION,
                        Clock.systemUTC());
        assertThatThrownBy(() -> check.check(signed))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the secret keys");
    }

    private SignedRequest unsigned() {
        return new SignedRequest("GET", "/", "", Map.of("host", "h"), new byte[0]);
    }
}
