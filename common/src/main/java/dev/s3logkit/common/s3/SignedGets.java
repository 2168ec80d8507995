package dev.s3logkit.common.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.s3logkit.common.aws.Credentials;
import dev.s3logkit.common.s3.http.Endpoint;
import dev.s3logkit.common.s3.http.HttpAnswer;
import dev.s3logkit.common.s3.http.HttpClient;
import dev.s3logkit.common.s3.http.HttpDate;
import dev.s3logkit.common.s3.http.SigV4Signer;
import dev.s3logkit.common.s3.http.Timeouts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// GET without the SDK: the same requests and checks for a small part of its CPU time, which is
/// what reading millions of small objects costs.
final class SignedGets implements ObjectGets, AutoCloseable {

    private static final Set<Integer> PASSING_STATUS = Set.of(429, 500, 502, 503, 504);
    private static final Set<String> PASSING_CODES = Set.of("RequestTimeout", "SlowDown");

    private static final String METADATA = "x-amz-meta-";
    private static final long WAIT_MS = 100;
    private static final long THROTTLED_WAIT_MS = 500;
    private static final long MAX_WAIT_MS = 20_000;

    private final S3Hosts hosts;
    private final SigV4Signer signer;
    private final Keys keys;
    private final int attempts;
    private final RequestCounter counter;
    private final HttpClient client;
    private final RetryBudget budget = new RetryBudget();

    /// Where the keys come from, asked for each request.
    @FunctionalInterface
    interface Keys {
        Credentials get() throws IOException;
    }

    /// @param attempts tries of each request
    /// @param maxConnections requests and open bodies at once
    SignedGets(
            S3Hosts hosts,
            String region,
            Keys keys,
            int attempts,
            int maxConnections,
            RequestCounter counter) {
        this.hosts = hosts;
        this.signer = new SigV4Signer(region, "s3");
        this.keys = keys;
        this.attempts = attempts;
        this.counter = counter;
        this.client = new HttpClient(maxConnections, Timeouts.DEFAULT);
    }

    /// Whether the object is one that a plain GET reads; the SDK reads the others.
    boolean canRead(S3Uri uri) {
        return hosts.isPlain(uri);
    }

    @Override
    public ObjectStream get(S3Uri uri, @Nullable ByteRange range, @Nullable String ifMatch)
            throws IOException {
        counter.get.increment();
        Endpoint endpoint = hosts.endpoint(uri);
        for (int attempt = 1; ; attempt++) {
            ObjectStoreException failure;
            boolean passing;
            boolean throttled = false;
            try {
                HttpAnswer answer = client.send(endpoint, request(endpoint, uri, range, ifMatch));
                if (answer.status() == 200 || answer.status() == 206) {
                    budget.succeeded(attempt > 1);
                    return opened(uri, range, ifMatch, answer);
                }
                Refusal refusal = refusal(answer);
                failure = failure(uri, range, ifMatch, refusal, answer);
                passing =
                        PASSING_STATUS.contains(refusal.status())
                                || PASSING_CODES.contains(refusal.code());
                throttled = refusal.status() == 503 || refusal.status() == 429;
            } catch (ObjectStoreException e) {
                throw e;
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw Interruption.of(uri, "GET", e);
                }
                failure = new ObjectStoreException(uri, "GET", "no answer: " + e, e);
                passing =
                        !(e instanceof SSLHandshakeException
                                || e instanceof SSLPeerUnverifiedException);
            }
            if (!passing || attempt >= attempts || !budget.take()) {
                throw failure;
            }
            pause(uri, attempt, throttled);
        }
    }

    private byte[] request(
            Endpoint endpoint, S3Uri uri, @Nullable ByteRange range, @Nullable String ifMatch)
            throws ObjectStoreException {
        Credentials own = keys(uri);
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("host", endpoint.authority());
        headers.put(SigV4Signer.CONTENT_SHA256, SigV4Signer.EMPTY_BODY);
        headers.put(SigV4Signer.DATE, SigV4Signer.timestamp(Instant.now()));
        if (own.sessionToken() != null) {
            headers.put("x-amz-security-token", own.sessionToken());
        }
        if (range == null) {
            headers.put("x-amz-checksum-mode", "ENABLED");
        } else {
            headers.put("range", range.header());
        }
        if (ifMatch != null) {
            headers.put("if-match", '"' + ifMatch + '"');
        }
        String path = hosts.path(uri);
        String authorization = signer.authorization(own, "GET", path, headers);
        StringBuilder text = new StringBuilder(1024);
        text.append("GET ").append(path).append(" HTTP/1.1\r\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            text.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        text.append("user-agent: s3logkit\r\nauthorization: ")
                .append(authorization)
                .append("\r\n\r\n");
        return text.toString().getBytes(ISO_8859_1);
    }

    private Credentials keys(S3Uri uri) throws ObjectStoreException {
        try {
            return keys.get();
        } catch (IOException e) {
            throw new ObjectStoreException(uri, "GET", "no credentials: " + e.getMessage(), e);
        }
    }

    private ObjectStream opened(
            S3Uri uri, @Nullable ByteRange range, @Nullable String ifMatch, HttpAnswer answer)
            throws ObjectStoreException {
        try {
            return stream(uri, range, ifMatch, answer);
        } catch (ObjectStoreException e) {
            answer.close();
            throw e;
        }
    }

    private ObjectStream stream(
            S3Uri uri, @Nullable ByteRange range, @Nullable String ifMatch, HttpAnswer answer)
            throws ObjectStoreException {
        if (answer.contentLength() < 0) {
            throw new ObjectStoreException(uri, "GET", "the answer has no length", null);
        }
        Delivery delivery =
                Delivery.of(uri, range, answer.header("content-range"), answer.contentLength());
        String etag = ObjectHeaders.unquoted(answer.header("etag"));
        if (ifMatch != null && !ifMatch.equals(etag)) {
            throw new ObjectChangedException(uri, "GET", ifMatch, etag, null);
        }
        Map<String, String> metadata = new HashMap<>();
        answer.forEachHeader(
                (name, value) -> {
                    if (name.startsWith(METADATA)) {
                        metadata.put(name.substring(METADATA.length()), value);
                    }
                });
        String modified = answer.header("last-modified");
        ObjectInfo info =
                new ObjectInfo(
                        uri,
                        delivery.size(),
                        etag,
                        ObjectHeaders.orEpoch(
                                modified == null ? null : HttpDate.parse(modified).orElse(null)),
                        metadata,
                        ObjectHeaders.storageClass(answer.header("x-amz-storage-class")),
                        false);
        return new ObjectStream(
                info,
                delivery.offset(),
                delivery.length(),
                new CheckedBody(
                        uri,
                        answer,
                        delivery.length(),
                        range == null ? BodyChecksum.of(answer::header) : null,
                        answer::close,
                        counter));
    }

    /// Reads the error document, as far as it can be read.
    private static Refusal refusal(HttpAnswer answer) throws IOException {
        byte[] body;
        try (answer) {
            body = answer.readNBytes(ErrorDocument.MAX_BYTES);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            body = new byte[0];
        }
        ErrorDocument document = new ErrorDocument(body);
        String region = answer.header("x-amz-bucket-region");
        return new Refusal(
                answer.status(),
                document.text("Code"),
                document.text("Message"),
                answer.header("x-amz-request-id"),
                region != null || document.text("Region").isEmpty()
                        ? region
                        : document.text("Region"));
    }

    private static ObjectStoreException failure(
            S3Uri uri,
            @Nullable ByteRange range,
            @Nullable String ifMatch,
            Refusal refusal,
            HttpAnswer answer) {
        if (ifMatch != null && refusal.status() == Refusal.PRECONDITION_FAILED) {
            return new ObjectChangedException(uri, "GET", ifMatch, null, null);
        }
        if (range != null && refusal.status() == Refusal.RANGE_NOT_SATISFIABLE) {
            return new RangeNotSatisfiableException(uri, range, null);
        }
        if (refusal.code().equals("RequestTimeTooSkewed")) {
            return new ObjectStoreException(
                    uri, "GET", refusal.describe() + skew(answer.header("date")), null);
        }
        return refusal.exception(uri, "GET", null);
    }

    private static String skew(@Nullable String date) {
        return date == null
                ? ""
                : HttpDate.parse(date)
                        .map(
                                time ->
                                        ": the clock of this machine is %d seconds off S3's"
                                                .formatted(
                                                        Duration.between(time, Instant.now())
                                                                .toSeconds()))
                        .orElse("");
    }

    private static void pause(S3Uri uri, int attempt, boolean throttled) throws IOException {
        long most =
                Math.min(MAX_WAIT_MS, (throttled ? THROTTLED_WAIT_MS : WAIT_MS) << (attempt - 1));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most));
        } catch (InterruptedException e) {
            throw Interruption.of(uri, "GET", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
