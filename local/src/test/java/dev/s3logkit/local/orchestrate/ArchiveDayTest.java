package dev.s3logkit.local.orchestrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.stack.LocalAwsOptions;
import dev.s3logkit.local.stack.ProjectTemplate;
import dev.s3logkit.local.states.Execution.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The state machine `archive-day` with the functions from their zips; left out where these were
/// not built before.
class ArchiveDayTest {

    private static final String ROW =
            "%s,AWSLogs/%s/CloudTrail/eu-west-1/2024/12/25/%s,3,2024-12-25T10:00:00.000Z\n";

    private LocalAws aws;
    private String bucket = "";

    @BeforeEach
    void start() throws Exception {
        aws =
                LocalAws.start(
                        LocalAwsOptions.of(ProjectTemplate.withZips())
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

    private Ending run(String day, boolean delete) throws Exception {
        String input = JSON.std.asString(event(day, delete));
        return aws.execute("ArchiveDayStateMachine", input).ending();
    }

    /// What an execution that succeeded put out.
    private Object output(String day) throws Exception {
        return JSON.std.anyFrom(
                assertThat(run(day, true))
                        .asInstanceOf(InstanceOfAssertFactories.type(Ending.Succeeded.class))
                        .actual()
                        .output());
    }

    private Map<String, Object> event(String day, boolean delete) {
        return Map.of(
                "inventory_s3_url",
                "s3://" + bucket + "/inventory.csv",
                "output_manifest_s3_prefix",
                "s3://" + bucket + "/manifests/",
                "date_to_process",
                day,
                "delete_source_files",
                delete);
    }

    @Test
    void plansADayAndCompressesEveryManifestAndRunAgainFindsAllOfIt() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (String account : List.of("111111111111", "222222222222")) {
            for (String name : List.of("a", "b c")) {
                put(
                        "AWSLogs/%s/CloudTrail/eu-west-1/2024/12/25/%s".formatted(account, name),
                        "log");
                rows.append(ROW.formatted(bucket, account, name.replace(' ', '+')));
            }
        }
        put("inventory.csv", rows.toString());

        Object first = output("2024-12-25");
        assertThat(first)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2)
                .allSatisfy(
                        answer ->
                                assertThat(answer)
                                        .asString()
                                        .contains("status=success")
                                        .contains("deletion=started"));
        assertThat(aws.awaitIdle(Duration.ofMinutes(2))).isTrue();
        assertThat(keys("compressed-logs/"))
                .containsExactly(
                        "compressed-logs/2024-12-25/111111111111-eu-west-1.zip",
                        "compressed-logs/2024-12-25/222222222222-eu-west-1.zip");
        assertThat(keys("AWSLogs/")).as("what the archives prove is deleted").isEmpty();

        assertThat(output("2024-12-25"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer).asString().contains("existed=true"));
        assertThat(output("2024-12-26"))
                .as("a day without objects")
                .asString()
                .contains("status=empty");
    }

    @Test
    void tooManyManifestsThatCannotBeArchivedFailTheExecution() throws Exception {
        put("AWSLogs/111111111111/CloudTrail/eu-west-1/2024/12/25/a", "log");
        put(
                "inventory.csv",
                ROW.formatted(bucket, "111111111111", "a")
                        + ROW.formatted(bucket, "222222222222", "gone"));
        assertThat(run("2024-12-25", false))
                .asInstanceOf(InstanceOfAssertFactories.type(Ending.Failed.class))
                .satisfies(
                        failed ->
                                assertThat(failed.cause())
                                        .contains("1 of 2 items failed")
                                        .contains("SourcesUnusableException"));
        // What is under way when too many have failed is given up.
        assertThat(keys("compressed-logs/"))
                .isSubsetOf("compressed-logs/2024-12-25/111111111111-eu-west-1.zip");
        assertThat(keys("AWSLogs/"))
                .containsExactly("AWSLogs/111111111111/CloudTrail/eu-west-1/2024/12/25/a");
    }
}
