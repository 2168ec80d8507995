package dev.s3logkit.objectlambda.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.s3.http.HmacSha256;
import dev.s3logkit.common.s3.http.SigV4Signer;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells whether a request was signed by Signature Version 4 for the service `s3` with a known
/// secret, and if not, what S3 would answer. Never normalises the path. Safe for use by any number
/// of threads.
///
/// What a signature covers is the method, the path, the query, the headers that it names and the
/// hash of the body that the request states; that hash is held against the body too, unless the
/// body is said to be unsigned or sent in signed chunks.
public final class SignatureCheck {

    /// How far the clock of a client may be off.
    public static final Duration MAX_SKEW = Duration.ofMinutes(15);

    /// How long a presigned URL may hold: a week.
    public static final long MAX_EXPIRES_SECONDS = 604_800;

    private static final String SERVICE = "s3";
    private static final String TERMINATOR = "aws4_request";
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String STREAMING = "STREAMING-";
    private static final String AMZ_HEADERS = "x-amz-";

    /// CloudFront adds headers of this name after the client has signed.
    private static final String CLOUDFRONT_HEADERS = "x-amz-cf-";

    private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
    private static final HexFormat HEX = HexFormat.of();

    private final AccessKeys keys;
    private final @Nullable String region;
    private final Clock clock;

    /// @param region that requests have to be signed for; null accepts any
    public SignatureCheck(AccessKeys keys, @Nullable String region, Clock clock) {
        this.keys = keys;
        this.region = region;
        this.clock = clock;
    }

    /// Checks one request.
    ///
    /// @throws IOException when the secrets cannot be read
    public Verdict check(SignedRequest request) throws IOException {
        try {
            QueryString query = QueryString.parse(request.query());
            boolean inHeader = request.headers().containsKey("authorization");
            boolean inQuery =
                    query.has("X-Amz-Algorithm")
                            || query.has("X-Amz-Credential")
                            || query.has(QueryString.SIGNATURE);
            if (inHeader && inQuery) {
                throw new RefusedException(
                        400,
                        "InvalidArgument",
                        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter,"
                                + " Signature query string parameter or the Authorization header"
                                + " should be specified");
            }
            if (inHeader) {
                return header(request, query);
            }
            if (inQuery) {
                return presigned(request, query);
            }
            if (query.has("AWSAccessKeyId")) {
                throw new RefusedException(
                        400,
                        "InvalidRequest",
                        "The authorization mechanism you have provided is not supported. Please use "
                                + Claim.ALGORITHM
                                + ".");
            }
            throw new RefusedException(403, "AccessDenied", "Access Denied");
        } catch (RefusedException e) {
            return e.refused();
        }
    }

    private Verdict header(SignedRequest request, QueryString query)
            throws RefusedException, IOException {
        Claim claim = Claim.ofHeader(request.header("authorization"));
        checkScope(claim);
        String timestamp = requestTime(request);
        Instant time = instant(timestamp, SignatureCheck::withoutDate);
        if (!timestamp.startsWith(claim.day())) {
            throw Claim.malformed(
                    "Invalid credential date \"%s\". This date is not the same as X-Amz-Date: \"%s\""
                            .formatted(claim.day(), timestamp.substring(0, 8)));
        }
        String payload = request.header(SigV4Signer.CONTENT_SHA256);
        if (payload.isEmpty()) {
            throw new RefusedException(
                    400,
                    "InvalidRequest",
                    "Missing required header for this request: x-amz-content-sha256");
        }
        checkSignedHeaders(request, claim);
        Instant now = clock.instant();
        if (Duration.between(time, now).abs().compareTo(MAX_SKEW) > 0) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("RequestTime", timestamp);
            details.put("ServerTime", seconds(now));
            details.put("MaxAllowedSkewMilliseconds", Long.toString(MAX_SKEW.toMillis()));
            throw new RefusedException(
                    403,
                    "RequestTimeTooSkewed",
                    "The difference between the request time and the current time is too large.",
                    details);
        }
        checkSignature(request, query, claim, timestamp, payload);
        checkPayload(request, payload);
        return new Verdict.Accepted(claim.accessKeyId());
    }

    private Verdict presigned(SignedRequest request, QueryString query)
            throws RefusedException, IOException {
        Claim claim = Claim.ofQuery(query);
        long expires = expires(query.value("X-Amz-Expires"));
        String timestamp = query.value("X-Amz-Date");
        Instant time = instant(timestamp, SignatureCheck::wrongDate);
        checkQueryScope(claim, timestamp);
        checkSignedHeaders(request, claim);
        Instant now = clock.instant();
        if (Duration.between(now, time).compareTo(MAX_SKEW) > 0) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("X-Amz-Date", timestamp);
            details.put("ServerTime", seconds(now));
            throw new RefusedException(403, "AccessDenied", "Request is not yet valid", details);
        }
        Instant end = time.plusSeconds(expires);
        if (now.isAfter(end)) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("X-Amz-Expires", Long.toString(expires));
            details.put("Expires", seconds(end));
            details.put("ServerTime", seconds(now));
            throw new RefusedException(403, "AccessDenied", "Request has expired", details);
        }
        String payload = UNSIGNED;
        if (query.has("X-Amz-Content-Sha256")) {
            payload = query.value("X-Amz-Content-Sha256");
        } else if (claim.signedHeaders().contains(SigV4Signer.CONTENT_SHA256)) {
            payload = request.header(SigV4Signer.CONTENT_SHA256);
        }
        checkSignature(request, query, claim, timestamp, payload);
        checkPayload(request, payload);
        return new Verdict.Accepted(claim.accessKeyId());
    }

    private void checkScope(Claim claim) throws RefusedException {
        if (!claim.service().equals(SERVICE)) {
            throw Claim.malformed(
                    "incorrect service \"%s\". This endpoint belongs to \"%s\""
                            .formatted(claim.service(), SERVICE));
        }
        if (region != null && !claim.region().equals(region)) {
            throw Claim.malformed(wrongRegion(claim, region), Map.of("Region", region));
        }
    }

    private void checkQueryScope(Claim claim, String timestamp) throws RefusedException {
        String problem = "Error parsing the X-Amz-Credential parameter; ";
        if (!claim.service().equals(SERVICE)) {
            throw Claim.badParameters(
                    problem
                            + "incorrect service \"%s\". This endpoint belongs to \"%s\"."
                                    .formatted(claim.service(), SERVICE));
        }
        if (region != null && !claim.region().equals(region)) {
            throw Claim.badParameters(
                    problem + wrongRegion(claim, region), Map.of("Region", region));
        }
        if (!timestamp.startsWith(claim.day())) {
            throw Claim.badParameters(
                    "Invalid credential date \"%s\". This date is not the same as X-Amz-Date: \"%s\"."
                            .formatted(claim.day(), timestamp.substring(0, 8)));
        }
    }

    private static String wrongRegion(Claim claim, String region) {
        return "the region '%s' is wrong; expecting '%s'".formatted(claim.region(), region);
    }

    /// A header that S3 acts on has to be signed, or else somebody on the way could have added it.
    private static void checkSignedHeaders(SignedRequest request, Claim claim)
            throws RefusedException {
        List<String> unsigned = new ArrayList<>();
        if (!claim.signedHeaders().contains("host")) {
            unsigned.add("host");
        }
        for (String name : request.headers().keySet()) {
            if (name.startsWith(AMZ_HEADERS)
                    && !name.startsWith(CLOUDFRONT_HEADERS)
                    && !claim.signedHeaders().contains(name)) {
                unsigned.add(name);
            }
        }
        if (!unsigned.isEmpty()) {
            throw new RefusedException(
                    403,
                    "AccessDenied",
                    "There were headers present in the request which were not signed",
                    Map.of("HeadersNotSigned", String.join(", ", unsigned)));
        }
        for (String name : claim.signedHeaders()) {
            if (!request.headers().containsKey(name)) {
                throw new RefusedException(
                        400,
                        "MissingSecurityHeader",
                        "Your request was missing a required header",
                        Map.of("MissingHeaderName", name));
            }
        }
    }

    /// The time that the request was signed at, in the form that was signed.
    private static String requestTime(SignedRequest request) throws RefusedException {
        String date = request.header(SigV4Signer.DATE);
        if (TIMESTAMP.matcher(date).matches()) {
            return date;
        }
        if (date.isEmpty() && !request.header("date").isEmpty()) {
            String plain = request.header("date");
            if (TIMESTAMP.matcher(plain).matches()) {
                return plain;
            }
            try {
                return SigV4Signer.timestamp(
                        ZonedDateTime.parse(plain, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeException e) {
                throw withoutDate();
            }
        }
        throw withoutDate();
    }

    private static Instant instant(String timestamp, Supplier<RefusedException> refusal)
            throws RefusedException {
        try {
            if (TIMESTAMP.matcher(timestamp).matches()) {
                return LocalDateTime.parse(timestamp, BASIC).toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException _) {
            // Digits that are no time, refused like everything else.
        }
        throw refusal.get();
    }

    private static RefusedException withoutDate() {
        return new RefusedException(
                403,
                "AccessDenied",
                "AWS authentication requires a valid Date or x-amz-date header");
    }

    private static RefusedException wrongDate() {
        return Claim.badParameters(
                "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    }

    private static long expires(String text) throws RefusedException {
        if (!DIGITS.matcher(text).matches()) {
            throw Claim.badParameters("X-Amz-Expires should be a number");
        }
        long seconds = Long.parseLong(text);
        if (seconds < 0) {
            throw Claim.badParameters("X-Amz-Expires must be non-negative");
        }
        if (seconds > MAX_EXPIRES_SECONDS) {
            throw Claim.badParameters(
                    "X-Amz-Expires must be less than a week (in seconds); that is, the given"
                            + " X-Amz-Expires must be less than "
                            + MAX_EXPIRES_SECONDS
                            + " seconds");
        }
        return seconds;
    }

    private void checkSignature(
            SignedRequest request, QueryString query, Claim claim, String timestamp, String payload)
            throws RefusedException, IOException {
        String canonical = canonical(request, query, claim, payload);
        String text =
                Claim.ALGORITHM
                        + '\n'
                        + timestamp
                        + '\n'
                        + claim.scope()
                        + '\n'
                        + HEX.formatHex(HmacSha256.sha256(canonical.getBytes(UTF_8)));
        String secret = keys.secretOf(claim.accessKeyId());
        if (secret == null) {
            throw new RefusedException(
                    403,
                    "InvalidAccessKeyId",
                    "The AWS Access Key Id you provided does not exist in our records.",
                    Map.of("AWSAccessKeyId", claim.accessKeyId()));
        }
        byte[] expected = HEX.formatHex(signature(secret, claim, text)).getBytes(UTF_8);
        if (!MessageDigest.isEqual(expected, claim.signature().getBytes(UTF_8))) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("AWSAccessKeyId", claim.accessKeyId());
            details.put("StringToSign", text);
            details.put("SignatureProvided", claim.signature());
            details.put("CanonicalRequest", canonical);
            throw new RefusedException(
                    403,
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided."
                            + " Check your key and signing method.",
                    details);
        }
    }

    private static byte[] signature(String secret, Claim claim, String text) {
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (String part :
                new String[] {claim.day(), claim.region(), claim.service(), TERMINATOR}) {
            key = new HmacSha256(key).of(part.getBytes(UTF_8));
        }
        return new HmacSha256(key).of(text.getBytes(UTF_8));
    }

    private static String canonical(
            SignedRequest request, QueryString query, Claim claim, String payload)
            throws RefusedException {
        StringBuilder canonical = new StringBuilder(1024);
        String path = request.path().isEmpty() ? "/" : Escapes.canonical(request.path(), false);
        canonical.append(request.method()).append('\n').append(path).append('\n');
        canonical.append(query.canonical()).append('\n');
        for (String name : claim.signedHeaders()) {
            String value = SPACES.matcher(request.header(name).strip()).replaceAll(" ");
            canonical.append(name).append(':').append(value).append('\n');
        }
        canonical.append('\n').append(String.join(";", claim.signedHeaders())).append('\n');
        return canonical.append(payload).toString();
    }

    private static void checkPayload(SignedRequest request, String payload)
            throws RefusedException {
        if (payload.equals(UNSIGNED) || payload.startsWith(STREAMING)) {
            return;
        }
        if (!SHA256_HEX.matcher(payload).matches()) {
            throw new RefusedException(
                    400,
                    "InvalidArgument",
                    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD,"
                            + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD or a valid sha256 value.",
                    Map.of("ArgumentName", SigV4Signer.CONTENT_SHA256, "ArgumentValue", payload));
        }
        String actual = HEX.formatHex(HmacSha256.sha256(request.body()));
        if (!actual.equalsIgnoreCase(payload)) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("ClientComputedContentSHA256", payload);
            details.put("S3ComputedContentSHA256", actual);
            throw new RefusedException(
                    400,
                    "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.",
                    details);
        }
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
