package dev.s3logkit.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.s3.FormEncodedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Events as others captured or documented them; skipped where they are not at hand.
class NotificationCorpusTest {

    private static final Path EVENTS = folder().resolve("events");

    private static Path folder() {
        String set = System.getenv("S3LOGKIT_CORPUS");
        return set != null
                ? Path.of(set)
                : Path.of(System.getProperty("s3logkit.root", "."))
                        .toAbsolutePath()
                        .resolveSibling("shared/corpus");
    }

    @BeforeEach
    void needsTheCorpus() {
        assumeTrue(Files.isDirectory(EVENTS), "no corpus at " + EVENTS);
    }

    private static String read(String name) throws IOException {
        return Files.readString(EVENTS.resolve(name));
    }

    /// The body of the first message of an SQS event.
    private static String body(String name) throws IOException {
        List<?> records = (List<?>) JSON.std.mapFrom(read(name)).get("Records");
        return (String) ((Map<?, ?>) records.getFirst()).get("body");
    }

    @ParameterizedTest
    @CsvSource({
        "lambda-go/s3-event.json, ObjectCreated:Put",
        "lambda-go/s3-event-with-decoded.json, ObjectCreated:Put",
        "lambda-go/s3-replication-event.json, Replication:OperationFailedReplication",
        "powertools/s3Event.json, ObjectCreated:Put",
        "powertools/s3EventDeleteObject.json, ObjectRemoved:Delete",
        "powertools/s3EventGlacier.json, ObjectCreated:Put",
        "powertools/s3EventDecodedKey.json, ObjectCreated:Put",
        "docs/s3-object-created-put.json, ObjectCreated:Put",
        "docs/lambda-s3-event.json, ObjectCreated:Put",
        "docs/eventbridge-object-created.json, ObjectCreated:Put",
        "docs/eventbridge-object-deleted.json, ObjectRemoved:DeleteMarkerCreated",
        "docs/eventbridge-object-deleted-lifecycle.json, LifecycleExpiration:DeleteMarkerCreated",
        "docs/eventbridge-object-restore-completed.json, ObjectRestore:Completed",
        "powertools/s3EventBridgeNotificationObjectCreatedEvent.json, ObjectCreated:Put",
        "powertools/s3EventBridgeNotificationObjectDeletedEvent.json,"
                + " ObjectRemoved:DeleteMarkerCreated",
        "powertools/s3EventBridgeNotificationObjectExpiredEvent.json,"
                + " LifecycleExpiration:DeleteMarkerCreated",
        "nested/eventbridge_s3.json, ObjectCreated:Put",
    })
    void readsEventsAsTheyAreDelivered(String name, String event) throws IOException {
        S3Notification notification = S3Notification.parse(read(name));
        assertThat(notification.testEvent()).isFalse();
        assertThat(notification.events()).hasSize(1);
        assertThat(notification.events().getFirst().name()).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource({
        "nested/sqs_s3.json, samconfig.toml",
        "nested/sqs_sns_s3.json, firehose-s3-template.json",
        "nested/sqs_rawsns_s3.json, samconfig.toml",
        "nested/sqs_eventbridge_s3.json, __init__.py",
    })
    void readsTheBodiesOfQueuedMessages(String name, String key) throws IOException {
        S3Notification notification = S3Notification.parse(body(name));
        assertThat(notification.events()).hasSize(1).allMatch(ObjectEvent::created);
        assertThat(notification.events().getFirst().object().key()).isEqualTo(key);
    }

    @Test
    void knowsTheTestEvent() throws IOException {
        assertThat(S3Notification.parse(body("nested/sqs_s3_testevent.json")).testEvent()).isTrue();
        assertThat(S3Notification.parse(read("docs/s3-test-event.json")).testEvent()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "nested/sqs_rawsns_notjson.json",
        "powertools/sqsDlqTriggerEvent.json",
        "powertools/snsSqsEvent.json",
    })
    void refusesTheBodiesOfOtherMessages(String name) {
        assertThatThrownBy(() -> S3Notification.parse(body(name)))
                .isInstanceOf(NotThisFormatException.class);
    }

    @Test
    void decodesEveryKeyOfTheTable() throws IOException {
        Map<String, Object> table = JSON.std.mapFrom(read("encoded-keys.json"));
        List<?> keys = (List<?>) table.get("keys");
        assertThat(keys).isNotEmpty();
        for (Object entry : keys) {
            Map<?, ?> row = (Map<?, ?>) entry;
            assertThat(FormEncodedKey.decode((String) row.get("encoded")))
                    .isEqualTo(row.get("key"));
        }
    }

    @Test
    void readsEveryFileOrFailsAsAFormatException() throws IOException {
        int refused = 0;
        try (Stream<Path> files = Files.walk(EVENTS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try {
                    S3Notification.parse(Files.readString(file));
                } catch (FormatException e) {
                    assertThat(e).hasMessageMatching("(not an )?S3 notification.*");
                    refused++;
                }
            }
        }
        assertThat(refused).isPositive();
    }
}
