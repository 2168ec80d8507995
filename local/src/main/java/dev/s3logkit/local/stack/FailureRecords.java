package dev.s3logkit.local.stack;

import dev.s3logkit.local.lambda.FailureDestination;
import dev.s3logkit.local.sqs.Queues;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Records of failed invocations go to queues as messages, and to buckets as objects under the
/// names that Lambda gives them.
final class FailureRecords implements FailureDestination {

    private static final String BUCKET = "arn:aws:s3:::";

    private static final DateTimeFormatter FOLDER = pattern("yyyy/MM/dd/");
    private static final DateTimeFormatter NAME = pattern("yyyy-MM-dd'T'HH.mm.ss-");

    private final S3Client s3;
    private final SqsClient sqs;
    private final Queues queues;

    FailureRecords(S3Client s3, SqsClient sqs, Queues queues) {
        this.s3 = s3;
        this.sqs = sqs;
        this.queues = queues;
    }

    @Override
    public void send(String arn, String functionName, String record) {
        if (arn.startsWith(BUCKET)) {
            Instant now = Instant.now();
            String key =
                    "aws/lambda/async/"
                            + functionName
                            + "/"
                            + FOLDER.format(now)
                            + NAME.format(now)
                            + UUID.randomUUID();
            s3.putObject(
                    b -> b.bucket(arn.substring(BUCKET.length())).key(key),
                    RequestBody.fromString(record));
        } else {
            sqs.sendMessage(b -> b.queueUrl(queues.url(arn)).messageBody(record));
        }
    }

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }
}
