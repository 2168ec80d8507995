package dev.s3logkit.objectlambda.functionurl;

import dev.s3logkit.objectlambda.archives.FailureLog;
import dev.s3logkit.objectlambda.bucket.Body;
import dev.s3logkit.objectlambda.bucket.S3Answer;
import dev.s3logkit.objectlambda.bucket.S3Error;
import dev.s3logkit.objectlambda.bucket.S3Question;
import dev.s3logkit.objectlambda.signature.SignatureCheck;
import dev.s3logkit.objectlambda.signature.SignedRequest;
import dev.s3logkit.objectlambda.signature.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Answers requests to a function URL. Callers that Lambda has checked by IAM are let in; all
/// others have to sign as for S3, when keys are there to check that with, and are refused
/// otherwise.
///
/// Lambda takes a buffered answer of 6 MB, which is [#MAX_CONTENT] bytes in Base64, and a streamed
/// one of [#MAX_STREAMED]. What is larger goes somewhere else: a client that follows redirections
/// is sent there, and a client of S3, which does not, is told which of its settings make it ask for
/// less.
public final class FrontDoor {

    /// Bytes of content that a buffered answer can hold.
    public static final int MAX_CONTENT = 4_500_000;

    /// Bytes of content that a streamed answer can hold (Lambda quotas: 200 MB).
    public static final long MAX_STREAMED = 200_000_000;

    private static final Set<String> OF_ONE_PART =
            Set.of(
                    "range",
                    "if-match",
                    "if-none-match",
                    "if-modified-since",
                    "if-unmodified-since");

    /// Names of programs that sign each request for its own host and fail at another one.
    private static final Pattern S3_CLIENT =
            Pattern.compile("(?i)aws-|boto|minio|rclone|s3cmd|s5cmd|s3fs|cyberduck|hadoop|duckdb");

    private final Function<S3Question, S3Answer> bucket;
    private final @Nullable SignatureCheck check;
    private final @Nullable ContentLinks links;
    private final FailureLog log;

    /// @param bucket answers whatever it is asked
    /// @param check of callers that Lambda has not checked; null refuses them
    /// @param links takes content that is too large; null when there is no place for it
    public FrontDoor(
            Function<S3Question, S3Answer> bucket,
            @Nullable SignatureCheck check,
            @Nullable ContentLinks links,
            FailureLog log) {
        this.bucket = bucket;
        this.check = check;
        this.links = links;
        this.log = log;
    }

    /// Answers one request; whatever goes wrong is an answer, too.
    public UrlResponse answer(UrlRequest request) {
        return held(request, answer(request, MAX_CONTENT));
    }

    /// Answers one request; whatever goes wrong before the body is an answer, too. The body is read
    /// while it is written, and has to be written or dropped.
    ///
    /// @param most bytes that the body may have
    public S3Answer answer(UrlRequest request, long most) {
        try {
            permit(request);
            S3Answer answer = bucket.apply(question(request));
            return answer.body().length() <= most ? answer : instead(request, answer, most);
        } catch (S3Error e) {
            return error(request, e);
        }
    }

    /// Lets the caller in, or throws.
    private void permit(UrlRequest request) throws S3Error {
        if (request.checkedByIam()) {
            return;
        }
        if (check == null) {
            throw new S3Error(403, "AccessDenied", "Access Denied");
        }
        Verdict verdict;
        try {
            verdict =
                    check.check(
                            new SignedRequest(
                                    request.method(),
                                    request.rawPath(),
                                    request.rawQuery(),
                                    request.headers(),
                                    request.body()));
        } catch (IOException e) {
            log.failure("signature check", e);
            throw internal();
        }
        switch (verdict) {
            case Verdict.Accepted _ -> {
                // Let in.
            }
            case Verdict.Refused refused ->
                    throw new S3Error(
                            refused.status(),
                            refused.code(),
                            refused.message(),
                            refused.details(),
                            Map.of());
        }
    }

    private static S3Question question(UrlRequest request) throws S3Error {
        return S3Question.pathStyle(
                request.method(),
                request.rawPath(),
                request.rawQuery(),
                request.headers(),
                request.requestId());
    }

    /// What a client is answered when the content is too large for it.
    private S3Answer instead(UrlRequest request, S3Answer answer, long most) throws S3Error {
        long length = answer.body().length();
        if (!(answer.body() instanceof Body.Content)) {
            throw tooMuch(length, most, "max-keys");
        }
        if (isS3Client(request) || links == null) {
            throw tooMuch(
                    length,
                    most,
                    "ranges. The AWS CLI does after `aws configure set"
                            + " default.s3.multipart_threshold 4MB` and `aws configure set"
                            + " default.s3.multipart_chunksize 4MB`, other clients by the"
                            + " settings of these names");
        }
        try {
            S3Question whole = whole(question(request));
            S3Answer content = bucket.apply(whole);
            if (content.status() != 200) {
                return content;
            }
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("location", links.link(whole, content));
            headers.put("cache-control", "no-store");
            headers.put("x-amz-request-id", request.requestId());
            return new S3Answer(307, headers, new Body.Empty());
        } catch (IOException e) {
            log.failure(request.rawPath(), e);
            throw internal();
        }
    }

    /// The question for all of the content: the client sends range and conditions again to where it
    /// is redirected.
    private static S3Question whole(S3Question question) {
        Map<String, String> headers = new LinkedHashMap<>(question.headers());
        headers.keySet().removeAll(OF_ONE_PART);
        return new S3Question(
                question.method(),
                question.bucket(),
                question.key(),
                question.parameters().stream()
                        .filter(parameter -> !parameter.name().equals("partNumber"))
                        .toList(),
                headers,
                question.requestId());
    }

    private UrlResponse held(UrlRequest request, S3Answer answer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) answer.body().length());
        try {
            answer.body().writeTo(out);
        } catch (IOException e) {
            log.failure(request.rawPath(), e);
            return held(request, error(request, internal()));
        }
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        if (!request.method().equals("HEAD")) {
            headers.remove("content-length");
        }
        return new UrlResponse(answer.status(), headers, out.toByteArray());
    }

    /// Whether the caller is known not to follow a redirection to a presigned URL: it signs each
    /// request in a header, or names itself an S3 client.
    private static boolean isS3Client(UrlRequest request) {
        Map<String, String> headers = request.headers();
        return headers.containsKey("amz-sdk-invocation-id")
                || headers.containsKey("amz-sdk-request")
                || (!request.checkedByIam() && headers.containsKey("authorization"))
                || S3_CLIENT.matcher(headers.getOrDefault("user-agent", "")).find();
    }

    private static S3Answer error(UrlRequest request, S3Error error) {
        return error.answer(
                request.rawPath(), request.requestId(), request.method().equals("HEAD"));
    }

    private static S3Error tooMuch(long length, long most, String remedy) {
        return new S3Error(
                400,
                "InvalidRequest",
                "The answer has %d bytes, and this endpoint gives at most %d at once: ask by %s."
                        .formatted(length, most, remedy));
    }

    private static S3Error internal() {
        return new S3Error(
                500, "InternalError", "We encountered an internal error. Please try again.");
    }
}
