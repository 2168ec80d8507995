package dev.s3logkit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.testfunction.FunctionZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.model.S3Object;

class LambdaInvocationTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;
    final List<String> log = new CopyOnWriteArrayList<>();
    LocalAws aws;
    LambdaClient lambda;

    @BeforeEach
    void start() throws IOException {
        Files.copy(Path.of("src/test/resources/template.yaml"), folder.resolve("template.yaml"));
        FunctionZip.create(folder.resolve("function.zip"));
        aws =
                LocalAws.start(
                        LocalAwsOptions.of(folder.resolve("template.yaml"))
                                .withTuning(Tuning.quick(Duration.ofMillis(100)))
                                .withLog((function, message) -> log.add(function + " " + message)));
        lambda =
                LambdaClient.builder()
                        .endpointOverride(aws.lambdaEndpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("local", "local")))
                        .build();
    }

    @AfterEach
    void stop() throws IOException {
        lambda.close();
        aws.close();
    }

    private InvokeResponse invoke(String function, InvocationType type, String event) {
        return lambda.invoke(
                b ->
                        b.functionName(function)
                                .invocationType(type)
                                .payload(SdkBytes.fromUtf8String(event)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "streamer",
                "streamer:$LATEST",
                "000000000000:function:streamer",
                "arn:aws:lambda:us-east-1:000000000000:function:streamer",
                "arn:aws:lambda:us-east-1:000000000000:function:streamer:live"
            })
    void answersWithWhatTheFunctionReturns(String name) {
        InvokeResponse answer = invoke(name, InvocationType.REQUEST_RESPONSE, "\"hello\"");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isNull();
        assertThat(answer.payload().asUtf8String()).isEqualTo("streamer \"hello\"");
    }

    @Test
    void reportsWhatAFunctionThrewByTheNameOfItsClass() throws IOException {
        InvokeResponse answer = invoke("streamer", InvocationType.REQUEST_RESPONSE, "\"explode\"");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(JSON.std.mapFrom(answer.payload().asUtf8String()))
                .containsEntry("errorType", "java.lang.UnsupportedOperationException")
                .containsEntry("errorMessage", "asked to explode")
                .containsKey("stackTrace");
    }

    @Test
    void takesAnEventAndInvokesTheFunctionLater() throws Exception {
        assertThat(invoke("streamer", InvocationType.EVENT, "\"later\"").statusCode())
                .isEqualTo(202);

        assertThat(aws.awaitIdle(LONG)).isTrue();
        assertThat(log).containsOnlyOnce("Streamer got \"later\"");
    }

    @Test
    void recordsAnEventInAQueueAfterThreeFailures() throws Exception {
        invoke("fails-to-queue", InvocationType.EVENT, "\"explode\"");

        assertThat(aws.awaitIdle(LONG)).isTrue();
        assertThat(log).filteredOn("FailsToQueue got \"explode\""::equals).hasSize(3);
        String record =
                aws.sqs()
                        .receiveMessage(b -> b.queueUrl(aws.queueUrl("Dead")))
                        .messages()
                        .getFirst()
                        .body();
        assertThat(JSON.std.mapFrom(record)).containsEntry("requestPayload", "explode");
        assertThat(part(record, "requestContext"))
                .containsEntry("condition", "RetriesExhausted")
                .containsEntry("approximateInvokeCount", 3);
        assertThat(part(record, "responsePayload"))
                .containsEntry("errorType", "java.lang.UnsupportedOperationException");
    }

    @Test
    void recordsAnEventInABucketUnderTheKeyThatLambdaGivesIt() throws Exception {
        invoke("fails-to-bucket", InvocationType.EVENT, "\"explode\"");

        assertThat(aws.awaitIdle(LONG)).isTrue();
        assertThat(log).filteredOn("FailsToBucket got \"explode\""::equals).hasSize(1);
        assertThat(aws.s3().listObjectsV2(b -> b.bucket("failures")).contents())
                .extracting(S3Object::key)
                .singleElement()
                .asString()
                .matches("aws/lambda/async/fails-to-bucket/\\d{4}/\\d\\d/\\d\\d/\\d{4}-.*");
    }

    @Test
    void refusesUnknownFunctionsAndEventsThatAreTooLarge() {
        assertThatThrownBy(() -> invoke("nobody", InvocationType.EVENT, "{}"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("nobody");
        String large = "\"" + "x".repeat(1 << 20) + "\"";
        assertThatThrownBy(() -> invoke("streamer", InvocationType.EVENT, large))
                .isInstanceOf(RequestTooLargeException.class);
        assertThat(invoke("streamer", InvocationType.REQUEST_RESPONSE, large).statusCode())
                .isEqualTo(200);
    }

    @SuppressWarnings("unchecked") // the names of JSON are texts
    private static Map<String, Object> part(String record, String name) throws IOException {
        return (Map<String, Object>) JSON.std.mapFrom(record).get(name);
    }
}
