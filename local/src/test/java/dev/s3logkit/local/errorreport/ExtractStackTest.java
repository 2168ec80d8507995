package dev.s3logkit.local.errorreport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.errorreport.store.DynamoErrorStore;
import dev.s3logkit.errorreport.store.DynamoTable;
import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.stack.LocalAwsOptions;
import dev.s3logkit.local.stack.ProjectTemplate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/// The functions from their zip, wired as `template.yaml` says; left out where the zips were not
/// built before.
class ExtractStackTest {

    @Test
    void aLogThatArrivesIsSearchedForErrorsThatCanBeQueriedAndForTexts() throws Exception {
        Instant start = Instant.now();
        try (LocalAws aws =
                LocalAws.start(
                        LocalAwsOptions.of(ProjectTemplate.withZips())
                                .withoutSchedules()
                                .withTuning(Tuning.quick(Duration.ofMillis(100))))) {
            String bucket = aws.bucketName("ApplicationLogBucket");
            byte[] log = gzip("%s SEVIS import failed, batch 77%nfine%n".formatted(start));
            for (int i = 0; i < 3; i++) {
                aws.s3()
                        .putObject(
                                b -> b.bucket(bucket).key("logs/edu/20260314/a.gz"),
                                RequestBody.fromBytes(log));
            }
            assertThat(aws.awaitIdle(Duration.ofMinutes(2))).isTrue();

            assertThat(items(aws, start))
                    .singleElement()
                    .satisfies(
                            item -> {
                                assertThat(item.application()).isEqualTo("edu");
                                assertThat(item.extract().fields()).containsEntry("batch", "77");
                            });
            assertThat(aws.messages("ApplicationLogDeadLetterQueue")).isZero();
            String day = start.toString().substring(0, 10).replace("-", "");
            aws.s3()
                    .putObject(
                            b -> b.bucket(bucket).key("logs/edu/" + day + "/b.gz"),
                            RequestBody.fromBytes(log));
            Map<String, Object> found =
                    JSON.std.mapFrom(
                            aws.invoke(
                                    "SearchFunction",
                                    "{\"applications\":\"edu\",\"texts\":[\"SEVIS\",\"77\"]}"));
            assertThat((List<?>) found.get("hits")).hasSize(1);
        }
    }

    private static List<ErrorItem> items(LocalAws aws, Instant since) throws IOException {
        List<ErrorItem> items = new ArrayList<>();
        try (ErrorStore store =
                new DynamoErrorStore(
                        DynamoTable.open(aws.clientVariables(), aws.tableName("ErrorTable")),
                        Clock.systemUTC())) {
            store.stored("SEVIS", since, Instant.now().plusSeconds(1), null, items::add);
        }
        return items;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }
}
