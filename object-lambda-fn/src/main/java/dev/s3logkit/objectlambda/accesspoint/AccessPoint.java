package dev.s3logkit.objectlambda.accesspoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.s3.ErrorDocument;
import dev.s3logkit.objectlambda.accesspoint.Passage.Passed;
import dev.s3logkit.objectlambda.archives.FailureLog;
import dev.s3logkit.objectlambda.bucket.Body;
import dev.s3logkit.objectlambda.bucket.ListRequest;
import dev.s3logkit.objectlambda.bucket.ObjectAnswer;
import dev.s3logkit.objectlambda.bucket.ObjectRequest;
import dev.s3logkit.objectlambda.bucket.S3Error;
import dev.s3logkit.objectlambda.bucket.S3Question;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers the four operations of an Object Lambda access point. A key behind a prefix that is
/// mapped to an archive is that archive's; every other one is the supporting access point's. A
/// listing is of the archives where its prefix touches one that is mapped, and the supporting
/// access point's elsewhere.
public final class AccessPoint {

    /// What the answer to a list operation may have, as a result of Lambda.
    private static final int MAX_LIST = 5_000_000;

    /// What WriteGetObjectResponse takes.
    private static final Set<Integer> STATUSES =
            Set.of(200, 206, 304, 400, 401, 403, 404, 405, 409, 411, 412, 416, 500, 503);

    /// What asks for less than everything; a presigned URL is not signed with it.
    private static final Set<String> CONDITIONS =
            Set.of(
                    "range",
                    "if-match",
                    "if-none-match",
                    "if-modified-since",
                    "if-unmodified-since");

    private static final Pattern SIGNED_HEADERS =
            Pattern.compile("[?&]X-Amz-SignedHeaders=([^&]*)", Pattern.CASE_INSENSITIVE);

    private final VirtualBucket bucket;
    private final Passage passage;
    private final FailureLog log;

    /// @param log takes failures of the supporting access point
    public AccessPoint(VirtualBucket bucket, Passage passage, FailureLog log) {
        this.bucket = bucket;
        this.passage = passage;
        this.log = log;
    }

    /// Answers GetObject. The body is read while it is written, and has to be written.
    public ObjectResponse get(AccessPointEvent event) {
        return object(event, "GET");
    }

    /// Answers HeadObject by the JSON object that S3 Object Lambda takes.
    public Map<String, Object> head(AccessPointEvent event) {
        return HeadResults.of(object(event, "HEAD"));
    }

    /// Answers ListObjects and ListObjectsV2 by the JSON object that S3 Object Lambda takes.
    public Map<String, Object> list(AccessPointEvent event) {
        try {
            ListRequest request = ListRequest.of(question(event, "GET"));
            String url = event.operation().inputUrl();
            if (!touchesArchives(request.prefix()) && !url.isEmpty()) {
                return passList(event, url);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("statusCode", 200);
            result.put("listBucketResult", ListResults.of(bucket.name(), bucket.list(request)));
            return result;
        } catch (S3Error e) {
            return listError(e.status(), e.code(), String.valueOf(e.getMessage()));
        }
    }

    /// Whether a mapping lies under the prefix, or the prefix under a mapping.
    private boolean touchesArchives(String prefix) {
        return bucket.map().find(prefix).isPresent()
                || bucket.map().mappings().stream()
                        .anyMatch(mapping -> mapping.prefix().startsWith(prefix));
    }

    private ObjectResponse object(AccessPointEvent event, String method) {
        try {
            S3Question question = question(event, method);
            String url = event.operation().inputUrl();
            if (bucket.map().find(question.key()).isEmpty() && !url.isEmpty()) {
                return pass(event, question, url);
            }
            ObjectRequest request = ObjectRequest.of(question);
            ObjectAnswer answer =
                    method.equals("HEAD") ? bucket.head(request) : bucket.get(request);
            return new ObjectResponse(answer.status(), answer.headers(), "", "", answer.body());
        } catch (S3Error e) {
            int status = permitted(e.status());
            return new ObjectResponse(
                    status,
                    e.headers(),
                    status == 304 ? "" : e.code(),
                    status == 304 ? "" : String.valueOf(e.getMessage()),
                    new Body.Empty());
        }
    }

    private S3Question question(AccessPointEvent event, String method) throws S3Error {
        return S3Question.pathStyle(
                method,
                "/" + bucket.name() + event.rawPath(),
                event.rawQuery(),
                event.lowerCaseHeaders(),
                event.requestId());
    }

    private ObjectResponse pass(AccessPointEvent event, S3Question question, String url)
            throws S3Error {
        if (question.parameter("partNumber") != null) {
            throw new S3Error(
                    400,
                    "NotImplemented",
                    "Part numbers are served for files of archives only, not for objects beside"
                            + " them.");
        }
        try {
            Passed passed = passage.send(question.method(), url, headers(event, url));
            int status = permitted(passed.status());
            if (passed.status() >= 300 && passed.status() != 304) {
                try (passed) {
                    return error(passed, status);
                }
            }
            if (question.method().equals("HEAD") || passed.length() <= 0) {
                passed.close();
                return new ObjectResponse(status, passed.headers(), "", "", new Body.Empty());
            }
            return new ObjectResponse(
                    status,
                    passed.headers(),
                    "",
                    "",
                    new Body.Content(
                            passed.length(),
                            out -> {
                                try (passed) {
                                    passed.body().transferTo(out);
                                }
                            }));
        } catch (IOException e) {
            throw unreachable(event, e);
        }
    }

    private Map<String, Object> passList(AccessPointEvent event, String url) throws S3Error {
        try (Passed passed = passage.send("GET", url, headers(event, url))) {
            if (passed.status() != 200) {
                ObjectResponse error = error(passed, passed.status());
                return listError(error.status(), error.errorCode(), error.errorMessage());
            }
            byte[] xml = passed.body().readNBytes(MAX_LIST + 1);
            if (xml.length > MAX_LIST) {
                throw new S3Error(
                        400,
                        "InvalidRequest",
                        "The listing has more than %d bytes: ask by max-keys.".formatted(MAX_LIST));
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("statusCode", 200);
            result.put("listResultXml", new String(xml, UTF_8));
            return result;
        } catch (IOException e) {
            throw unreachable(event, e);
        }
    }

    private S3Error unreachable(AccessPointEvent event, IOException e) {
        log.failure("supporting access point, " + event.rawPath(), e);
        return new S3Error(
                503, "ServiceUnavailable", "The supporting access point cannot be reached.");
    }

    /// What S3 says of its error, which HEAD does not have a document for.
    private static ObjectResponse error(Passed passed, int status) throws IOException {
        ErrorDocument document =
                new ErrorDocument(passed.body().readNBytes(ErrorDocument.MAX_BYTES));
        String code = document.text("Code");
        String message = document.text("Message");
        return ObjectResponse.error(
                status,
                code.isEmpty() ? codeOf(passed.status()) : code,
                message.isEmpty() ? "S3 answered " + passed.status() : message);
    }

    private static String codeOf(int status) {
        return switch (status) {
            case 403 -> "AccessDenied";
            case 404 -> "NoSuchKey";
            case 412 -> "PreconditionFailed";
            case 416 -> "InvalidRange";
            default -> status < 500 ? "InvalidRequest" : "InternalError";
        };
    }

    /// What has to be sent with a presigned URL: the headers that it was signed with, in the case
    /// in which the caller sent them, and what asks for less than everything.
    private static Map<String, String> headers(AccessPointEvent event, String url) {
        Set<String> wanted = new TreeSet<>(CONDITIONS);
        Matcher signed = SIGNED_HEADERS.matcher(url);
        if (signed.find()) {
            List<String> names =
                    Arrays.asList(
                            signed.group(1)
                                    .toLowerCase(Locale.ROOT)
                                    .replace("%3b", ";")
                                    .split(";", -1));
            wanted.addAll(names);
            wanted.remove("host");
        }
        Map<String, String> headers = new HashMap<>();
        event.headers()
                .forEach(
                        (name, value) -> {
                            if (wanted.contains(name.toLowerCase(Locale.ROOT))) {
                                headers.put(name, value);
                            }
                        });
        return headers;
    }

    private static Map<String, Object> listError(int status, String code, String message) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("statusCode", status);
        result.put("errorCode", code);
        result.put("errorMessage", message);
        return result;
    }

    private static int permitted(int status) {
        if (STATUSES.contains(status)) {
            return status;
        }
        return status >= 500 ? 500 : 400;
    }
}
