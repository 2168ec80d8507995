package dev.s3logkit.local.compress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.stack.LocalAwsOptions;
import dev.s3logkit.local.stack.ProjectTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/// The function from its zip, wired as `template.yaml` says; left out where the zip was not built
/// before.
class CompressorStackTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String KEY = "arn:aws:kms:us-east-1:000000000000:key/k-1";

    private LocalAws aws;
    private String bucket = "";

    @BeforeEach
    void start() throws Exception {
        aws =
                LocalAws.start(
                        LocalAwsOptions.of(ProjectTemplate.withZips())
                                .withParameters(Map.of("KmsKeyArn", KEY))
                                .withoutSchedules()
                                .withTuning(Tuning.quick(Duration.ofMillis(100))));
        bucket = aws.bucketName("ArchiveBucket");
    }

    @AfterEach
    void stop() throws Exception {
        if (aws != null) {
            aws.close();
        }
    }

    private void put(String key, String content) {
        aws.s3().putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private List<String> keys(String prefix) {
        return aws.s3().listObjectsV2(b -> b.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private String event(String more) {
        return "{\"input_s3_manifest_url\":\"s3://%s/m.txt\",\"output_s3_url\":\"s3://%s/a.zip\"%s}"
                .formatted(bucket, bucket, more);
    }

    @Test
    void theFunctionDeletesInAnInvocationOfItsOwn() throws Exception {
        put("logs/1", "one");
        put("logs/2", "two");
        put("m.txt", "s3://%s/logs/".formatted(bucket));
        String answer = aws.invoke("CompressorFunction", event(",\"delete_source_files\":true"));
        assertThat(JSON.std.mapFrom(answer))
                .containsEntry("status", "success")
                .containsEntry("deletion", "started");

        assertThat(aws.awaitIdle(LONG)).isTrue();
        assertThat(keys("logs/")).isEmpty();
        assertThat(keys("")).containsExactly("a.zip", "m.txt");
        HeadObjectResponse archive = aws.s3().headObject(b -> b.bucket(bucket).key("a.zip"));
        assertThat(archive.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    }

    @Test
    void whatFailsIsNamedByItsClassAndRecordedInTheBucket() throws Exception {
        put("m.txt", "s3://%s/logs/gone".formatted(bucket));
        assertThatThrownBy(() -> aws.invoke("CompressorFunction", event("")))
                .isInstanceOf(FunctionException.class)
                .hasMessageContaining("SourcesUnusableException")
                .hasMessageContaining("/logs/gone");
        try (LambdaClient lambda =
                LambdaClient.builder()
                        .endpointOverride(aws.lambdaEndpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("local", "local")))
                        .build()) {
            String name =
                    aws.functionVariables("CompressorFunction").get("AWS_LAMBDA_FUNCTION_NAME");
            lambda.invoke(
                    b ->
                            b.functionName(name)
                                    .invocationType(InvocationType.EVENT)
                                    .payload(SdkBytes.fromString(event(""), UTF_8)));
        }
        assertThat(aws.awaitIdle(LONG)).isTrue();
        String record = keys("aws/lambda/async/").getFirst();
        String json = aws.s3().getObjectAsBytes(b -> b.bucket(bucket).key(record)).asUtf8String();
        assertThat(json)
                .contains("\"approximateInvokeCount\":3")
                .contains(
                        "\"errorType\":\"dev.s3logkit.compressor.failure.SourcesUnusableException\"")
                .contains("\"input_s3_manifest_url\"");
    }
}
