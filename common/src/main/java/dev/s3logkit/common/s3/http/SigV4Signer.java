package dev.s3logkit.common.s3.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.aws.Credentials;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Signs requests without a body by AWS Signature Version 4, as S3 wants it: the path is encoded
/// once and never normalised. Safe for use by any number of threads.
public final class SigV4Signer {

    /// Name of the header that has to carry [#EMPTY_BODY].
    public static final String CONTENT_SHA256 = "x-amz-content-sha256";

    /// Name of the header that has to carry [#timestamp(Instant)].
    public static final String DATE = "x-amz-date";

    /// SHA-256 of no bytes.
    public static final String EMPTY_BODY =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String TERMINATOR = "aws4_request";
    private static final int DAY_DIGITS = 8;

    private final String region;
    private final String service;
    private volatile @Nullable DayKey last;

    /// The signing key holds for a day.
    private record DayKey(String day, String secretKey, HmacSha256 hmac) {}

    public SigV4Signer(String region, String service) {
        this.region = region;
        this.service = service;
    }

    /// The value of the `Authorization` header.
    ///
    /// @param path encoded, see [#encodedPath(String)]
    /// @param headers to be signed: names in lower case, values without spaces around them; `host`,
    ///   [#DATE] and [#CONTENT_SHA256] are among them
    public String authorization(
            Credentials credentials,
            String method,
            String path,
            SortedMap<String, String> headers) {
        StringBuilder names = new StringBuilder(128);
        StringBuilder canonical = new StringBuilder(1024);
        canonical.append(method).append('\n').append(path).append("\n\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            names.append(names.isEmpty() ? "" : ";").append(header.getKey());
            canonical.append(header.getKey()).append(':').append(header.getValue()).append('\n');
        }
        canonical.append('\n').append(names).append('\n').append(headers.get(CONTENT_SHA256));

        String timestamp = String.valueOf(headers.get(DATE));
        String day = timestamp.substring(0, DAY_DIGITS);
        String scope = day + '/' + region + '/' + service + '/' + TERMINATOR;
        HexFormat hex = HexFormat.of();
        String hash = hex.formatHex(HmacSha256.sha256(canonical.toString().getBytes(UTF_8)));
        String text = ALGORITHM + '\n' + timestamp + '\n' + scope + '\n' + hash;
        byte[] signature = key(credentials.secretKey(), day).of(text.getBytes(ISO_8859_1));
        return ALGORITHM
                + " Credential="
                + credentials.accessKeyId()
                + '/'
                + scope
                + ", SignedHeaders="
                + names
                + ", Signature="
                + hex.formatHex(signature);
    }

    private HmacSha256 key(String secretKey, String day) {
        DayKey known = last;
        if (known != null && known.day.equals(day) && known.secretKey.equals(secretKey)) {
            return known.hmac;
        }
        byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
        for (String part : new String[] {day, region, service, TERMINATOR}) {
            key = new HmacSha256(key).of(part.getBytes(UTF_8));
        }
        HmacSha256 hmac = new HmacSha256(key);
        last = new DayKey(day, secretKey, hmac);
        return hmac;
    }

    /// `yyyyMMddTHHmmssZ`. By hand, since a formatter loads much that a short process never needs.
    public static String timestamp(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(16);
        text.append(utc.getYear());
        twoDigits(text, utc.getMonthValue());
        twoDigits(text, utc.getDayOfMonth());
        text.append('T');
        twoDigits(text, utc.getHour());
        twoDigits(text, utc.getMinute());
        twoDigits(text, utc.getSecond());
        return text.append('Z').toString();
    }

    private static void twoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /// The path as S3 takes and signs it: every UTF-8 byte that is not unreserved (RFC 3986,
    /// section 2.3) in percent encoding, slashes as they are.
    public static String encodedPath(String path) {
        byte[] bytes = path.getBytes(UTF_8);
        StringBuilder encoded = new StringBuilder(bytes.length + 16);
        HexFormat hex = HexFormat.of().withUpperCase();
        for (byte b : bytes) {
            if (isUnreserved(b) || b == '/') {
                encoded.append((char) b);
            } else {
                encoded.append('%');
                hex.toHexDigits(encoded, b);
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }
}
