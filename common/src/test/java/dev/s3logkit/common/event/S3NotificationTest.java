package dev.s3logkit.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3NotificationTest {

    private static final String RECORD =
            """
            {"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-west-1",
             "eventTime":"2026-03-01T10:00:00.000Z","eventName":"ObjectCreated:Put",
             "s3":{"s3SchemaVersion":"1.0","configurationId":"to-queue",
              "bucket":{"name":"log-bucket","arn":"arn:aws:s3:::log-bucket"},
              "object":{"key":"logs/a+b%2Bc.log","size":4242,"eTag":"0123456789abcdef",
               "versionId":"v1","sequencer":"0065FA0B4B"}}}
            """;

    private static final String RECORDS = "{\"Records\":[" + RECORD + "]}";

    private static final ObjectEvent EVENT =
            new ObjectEvent(
                    "ObjectCreated:Put",
                    new S3Uri("log-bucket", "logs/a b+c.log"),
                    4242,
                    "0123456789abcdef",
                    "v1",
                    "0065FA0B4B");

    private static String sns(String message) throws IOException {
        return JSON.std.asString(
                Map.of(
                        "Type", "Notification",
                        "TopicArn", "arn:aws:sns:eu-west-1:111122223333:logs",
                        "Message", message));
    }

    private static String eventBridge(String type, String detail) {
        return """
               {"version":"0","detail-type":"%s","source":"aws.s3","detail":{
                "bucket":{"name":"log-bucket"},
                "object":{"key":"logs/a+b%%2Bc.log","size":7,"etag":"e","version-id":"v","sequencer":"01"}
                %s}}"""
                .formatted(type, detail);
    }

    @Test
    void readsRecordsWithTheKeyDecoded() throws FormatException {
        S3Notification notification = S3Notification.parse(RECORDS);
        assertThat(notification).isEqualTo(new S3Notification(false, List.of(EVENT)));
        assertThat(notification.events().getFirst().created()).isTrue();
    }

    @Test
    void readsSeveralRecordsInTheirOrder() throws FormatException {
        String removed =
                RECORD.replace("ObjectCreated:Put", "s3:ObjectRemoved:Delete")
                        .replace("\"size\":4242,\"eTag\":\"0123456789abcdef\",", "");
        List<ObjectEvent> events =
                S3Notification.parse("{\"Records\":[" + RECORD + "," + removed + "]}").events();
        assertThat(events).hasSize(2).startsWith(EVENT);
        assertThat(events.get(1).name()).isEqualTo("ObjectRemoved:Delete");
        assertThat(events.get(1).created()).isFalse();
        assertThat(events.get(1).size()).isEqualTo(-1);
        assertThat(events.get(1).etag()).isNull();
    }

    @Test
    void unwrapsSnsAroundEveryOtherEnvelope() throws IOException {
        assertThat(S3Notification.parse(sns(RECORDS)).events()).containsExactly(EVENT);
        assertThat(S3Notification.parse(sns(sns(RECORDS))).events()).containsExactly(EVENT);
        assertThat(S3Notification.parse(sns(eventBridge("Object Created", ""))).events())
                .hasSize(1);
    }

    @Test
    void takesTheKeyOfEventBridgeAsItStands() throws FormatException {
        S3Notification notification =
                S3Notification.parse(eventBridge("Object Created", ",\"reason\":\"PutObject\""));
        assertThat(notification.events())
                .containsExactly(
                        new ObjectEvent(
                                "ObjectCreated:Put",
                                new S3Uri("log-bucket", "logs/a+b%2Bc.log"),
                                7,
                                "e",
                                "v",
                                "01"));
    }

    @ParameterizedTest
    @CsvSource({
        "Object Created, PutObject, , ObjectCreated:Put",
        "Object Created, POST Object, , ObjectCreated:Post",
        "Object Created, CopyObject, , ObjectCreated:Copy",
        "Object Created, CompleteMultipartUpload, , ObjectCreated:CompleteMultipartUpload",
        "Object Created, , , ObjectCreated:Put",
        "Object Deleted, DeleteObject, Permanently Deleted, ObjectRemoved:Delete",
        "Object Deleted, DeleteObject, Delete Marker Created, ObjectRemoved:DeleteMarkerCreated",
        "Object Deleted, Lifecycle Expiration, Permanently Deleted, LifecycleExpiration:Delete",
        "Object Deleted, Lifecycle Expiration, Delete Marker Created,"
                + " LifecycleExpiration:DeleteMarkerCreated",
        "Object Restore Initiated, , , ObjectRestore:Post",
        "Object Restore Completed, , , ObjectRestore:Completed",
        "Object Restore Expired, , , ObjectRestore:Delete",
        "Object Tags Added, , , ObjectTagging:Put",
        "Object Tags Deleted, , , ObjectTagging:Delete",
        "Object ACL Updated, , , ObjectAcl:Put",
        "Object Storage Class Changed, , , LifecycleTransition",
        "Object Access Tier Changed, , , IntelligentTiering",
    })
    void namesEventBridgeEventsAsS3Does(
            String type, String reason, String deletion, String expected) throws FormatException {
        String detail =
                (reason == null ? "" : ",\"reason\":\"" + reason + "\"")
                        + (deletion == null ? "" : ",\"deletion-type\":\"" + deletion + "\"");
        assertThat(S3Notification.parse(eventBridge(type, detail)).events().getFirst().name())
                .isEqualTo(expected);
    }

    @Test
    void knowsTheTestEvent() throws IOException {
        String test =
                """
                {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-03-01T10:00:00.000Z",
                 "Bucket":"log-bucket","RequestId":"R","HostId":"H"}""";
        assertThat(S3Notification.parse(test)).isEqualTo(new S3Notification(true, List.of()));
        assertThat(S3Notification.parse(sns(test)).testEvent()).isTrue();
    }

    @Test
    void acceptsAMessageWithoutRecords() throws FormatException {
        assertThat(S3Notification.parse("{\"Records\":[]}"))
                .isEqualTo(new S3Notification(false, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "plain text",
                "null",
                "17",
                "\"text\"",
                "[]",
                "{}",
                "{\"a\":1}",
                "{\"Records\":[]} x",
                "{\"Records\":[]}{\"Records\":[]}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":\"x\"}]}",
                "{\"Records\":[{}]}",
                "{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"t\",\"Message\":\"m\"}",
                "{\"Type\":\"Notification\",\"TopicArn\":\"t\",\"Message\":\"not json\"}",
                "{\"Type\":\"Notification\",\"TopicArn\":\"t\"}",
                "{\"detail-type\":\"Scheduled Event\",\"source\":\"aws.scheduler\",\"detail\":\"{}\"}",
                "{\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.s3\"}",
                "{\"detail-type\":\"Object Created\",\"source\":\"someone.else\"}",
            })
    void refusesWhatIsNoS3Notification(String body) {
        assertThatThrownBy(() -> S3Notification.parse(body))
                .isInstanceOf(NotThisFormatException.class)
                .hasMessageStartingWith("not an S3 notification: found ");
    }

    @Test
    void refusesTooManyEnvelopesAndTooDeepNesting() throws IOException {
        String wrapped = RECORDS;
        for (int i = 0; i < 4; i++) {
            wrapped = sns(wrapped);
        }
        String tooMany = wrapped;
        assertThatThrownBy(() -> S3Notification.parse(tooMany))
                .isInstanceOf(NotThisFormatException.class)
                .hasMessageContaining("envelopes");
        String deep = "{\"Records\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> S3Notification.parse(deep))
                .isInstanceOf(NotThisFormatException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"log-bucket\",           | \"\",                  | bucket.name",
                "\"log-bucket\",           | \"a/b\",               | bucket.name",
                "\"log-bucket\",           | 17,                    | bucket.name",
                "\"logs/a+b%2Bc.log\"      | \"\"                   | object.key",
                "\"logs/a+b%2Bc.log\"      | \"bad%2\"              | object.key",
                "\"logs/a+b%2Bc.log\"      | \"bad%zz\"             | object.key",
                "\"logs/a+b%2Bc.log\"      | \"bad%ff\"             | object.key",
                "\"logs/a+b%2Bc.log\"      | null                   | object.key",
                "4242                      | -1                     | object.size",
                "4242                      | 1.5                    | object.size",
                "4242                      | \"4242\"               | object.size",
                "4242                      | 99999999999999999999   | object.size",
                "\"key\":                  | \"other\":             | object.key is missing",
                "\"eventName\":            | \"other\":             | eventName is missing",
                "\"s3\":                   | \"other\":             | s3 is missing",
                "\"eventVersion\":\"2.1\"  | \"eventVersion\":2     | eventVersion",
            })
    void saysWhichFieldIsDamaged(String found, String replacement, String named) {
        assertThat(RECORDS).contains(found);
        assertThatThrownBy(() -> S3Notification.parse(RECORDS.replace(found, replacement)))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("Records[0]")
                .hasMessageContaining(named);
    }

    @Test
    void refusesAnotherMajorVersionOnly() throws FormatException {
        assertThatThrownBy(() -> S3Notification.parse(RECORDS.replace("\"2.1\"", "\"3.0\"")))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("3.0");
        assertThatThrownBy(() -> S3Notification.parse(RECORDS.replace("\"2.1\"", "\"20.1\"")))
                .isInstanceOf(UnsupportedFeatureException.class);
        assertThat(S3Notification.parse(RECORDS.replace("\"2.1\"", "\"2.9\"")).events())
                .containsExactly(EVENT);
        assertThatThrownBy(() -> S3Notification.parse(eventBridge("Object Teleported", "")))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("Object Teleported");
    }

    @Test
    void failsAsAFormatExceptionWhereverItIsCutOff() throws IOException {
        String body = sns(RECORDS);
        for (int length = 0; length < body.length(); length++) {
            String cut = body.substring(0, length);
            assertThatThrownBy(() -> S3Notification.parse(cut)).isInstanceOf(FormatException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0A, 0B, -1",
        "0b, 0A, 1",
        "0A, 0a, 0",
        "0A, 0A00, 0",
        "0A, 0A01, -1",
        "0A1, 0A01, 1",
        "'', 00, 0",
    })
    void ordersSequencersAsIfPaddedOnTheRight(String a, String b, int expected) {
        assertThat(Integer.signum(S3Notification.compareSequencers(a, b))).isEqualTo(expected);
        assertThat(Integer.signum(S3Notification.compareSequencers(b, a))).isEqualTo(-expected);
    }
}
