package dev.s3logkit.objectlambda.bucket;

import dev.s3logkit.objectlambda.archives.FailureLog;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Requests of the REST API as operations of a bucket.
final class RestApi {

    private static final String HEAD = "HEAD";

    /// Parameters that make a request about something else than an object's content.
    private static final Set<String> OF_OBJECT =
            Set.of(
                    "acl",
                    "attributes",
                    "legal-hold",
                    "restore",
                    "retention",
                    "select",
                    "tagging",
                    "torrent",
                    "uploadId",
                    "uploads");

    /// Parameters that make a request about something else than the keys of a bucket.
    private static final Set<String> OF_BUCKET =
            Set.of(
                    "accelerate",
                    "acl",
                    "analytics",
                    "cors",
                    "encryption",
                    "intelligent-tiering",
                    "inventory",
                    "lifecycle",
                    "logging",
                    "metrics",
                    "notification",
                    "object-lock",
                    "ownershipControls",
                    "policy",
                    "policyStatus",
                    "publicAccessBlock",
                    "replication",
                    "requestPayment",
                    "tagging",
                    "uploads",
                    "versions",
                    "website");

    private final VirtualBucket bucket;
    private final FailureLog log;

    RestApi(VirtualBucket bucket, FailureLog log) {
        this.bucket = bucket;
        this.log = log;
    }

    S3Answer answer(S3Question question) {
        S3Answer answer;
        String resource = resource(question);
        boolean head = question.method().equals(HEAD);
        try {
            answer = answered(question, head);
        } catch (S3Error e) {
            answer = e.answer(resource, question.requestId(), head);
        } catch (RuntimeException e) {
            log.failure(resource, e);
            answer =
                    new S3Error(
                                    500,
                                    "InternalError",
                                    "We encountered an internal error. Please try again.")
                            .answer(resource, question.requestId(), head);
        }
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.put("x-amz-request-id", question.requestId());
        return new S3Answer(answer.status(), headers, answer.body());
    }

    private static String resource(S3Question question) {
        return question.key().isEmpty()
                ? "/" + question.bucket()
                : "/" + question.bucket() + "/" + question.key();
    }

    private S3Answer answered(S3Question question, boolean head) throws S3Error {
        if (!head && !question.method().equals("GET")) {
            throw notAllowed(question);
        }
        if (question.bucket().isEmpty()) {
            if (head) {
                throw notAllowed(question);
            }
            return buckets();
        }
        if (!question.bucket().equals(bucket.name())) {
            throw new S3Error(
                    404,
                    "NoSuchBucket",
                    "The specified bucket does not exist",
                    Map.of("BucketName", question.bucket()),
                    Map.of());
        }
        if (question.key().isEmpty()) {
            return head ? headBucket() : bucket(question);
        }
        return object(question, head);
    }

    private static S3Error notAllowed(S3Question question) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("Method", question.method());
        details.put("ResourceType", question.key().isEmpty() ? "BUCKET" : "OBJECT");
        return new S3Error(
                405,
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
                details,
                Map.of("allow", "GET, HEAD"));
    }

    private static S3Error notImplemented(String parameter) {
        return new S3Error(
                501,
                "NotImplemented",
                "A parameter you provided implies functionality that is not implemented.",
                Map.of("Parameter", parameter),
                Map.of());
    }

    private S3Answer object(S3Question question, boolean head) throws S3Error {
        for (Parameter parameter : question.parameters()) {
            if (OF_OBJECT.contains(parameter.name())) {
                throw notImplemented(parameter.name());
            }
        }
        String version = question.parameter("versionId");
        if (version != null && !version.equals("null")) {
            throw S3Error.invalidArgument("Invalid version id specified", "versionId", version);
        }
        ObjectRequest request = ObjectRequest.of(question);
        ObjectAnswer answer = head ? bucket.head(request) : bucket.get(request);
        return new S3Answer(answer.status(), answer.headers(), answer.body());
    }

    private S3Answer bucket(S3Question question) throws S3Error {
        for (Parameter parameter : question.parameters()) {
            switch (parameter.name()) {
                case "location" -> {
                    return location();
                }
                case "versioning" -> {
                    return document(XmlText.document().emptyRoot("VersioningConfiguration"));
                }
                default -> {
                    if (OF_BUCKET.contains(parameter.name())) {
                        throw notImplemented(parameter.name());
                    }
                }
            }
        }
        Listing listing = bucket.list(ListRequest.of(question));
        return document(listing.xml(bucket.name()));
    }

    private S3Answer headBucket() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amz-bucket-region", bucket.region());
        headers.put("content-type", "application/xml");
        headers.put("content-length", "0");
        return new S3Answer(200, headers, new Body.Empty());
    }

    private S3Answer location() {
        XmlText xml = XmlText.document();
        return document(
                bucket.region().equals("us-east-1")
                        ? xml.emptyRoot("LocationConstraint")
                        : xml.root("LocationConstraint")
                                .text(bucket.region())
                                .close("LocationConstraint"));
    }

    private S3Answer buckets() {
        XmlText xml = XmlText.document().root("ListAllMyBucketsResult");
        xml.open("Owner").element("ID", VirtualBucket.OWNER).close("Owner");
        xml.open("Buckets").open("Bucket");
        xml.element("Name", bucket.name());
        xml.element("CreationDate", HttpDate.xml(Instant.EPOCH));
        return document(xml.close("Bucket").close("Buckets").close("ListAllMyBucketsResult"));
    }

    private static S3Answer document(XmlText xml) {
        return document(xml.toString());
    }

    private static S3Answer document(String xml) {
        Body body = Body.Document.of(xml);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/xml");
        headers.put("content-length", Long.toString(body.length()));
        return new S3Answer(200, headers, body);
    }
}
