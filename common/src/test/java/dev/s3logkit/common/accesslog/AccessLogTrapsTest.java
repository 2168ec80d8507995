package dev.s3logkit.common.accesslog;

import static dev.s3logkit.common.accesslog.AccessLogField.*;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every trap of the format, on lines made for it.
class AccessLogTrapsTest {

    private static final String SECOND =
            LogLine.clean().with(BUCKET, "meadow").with(REQUEST_ID, "00000000000000B2").toString();

    /// Field, what stands in the line, what it reads as (null: absent).
    static Stream<Arguments> legalFields() {
        return Stream.of(
                Arguments.of(REMOTE_IP, "-", null),
                Arguments.of(REMOTE_IP, "2001:db8::9:1", "2001:db8::9:1"),
                Arguments.of(REQUESTER, "-", null),
                Arguments.of(REQUESTER, "AmazonS3", "AmazonS3"),
                Arguments.of(
                        REQUESTER,
                        "svc:delivery.logs.amazonaws.com",
                        "svc:delivery.logs.amazonaws.com"),
                Arguments.of(REQUESTER, "c".repeat(96), "c".repeat(96)),
                Arguments.of(
                        REQUESTER,
                        "arn:aws:sts::444455556666:assumed-role/Sso_Role/plum@orchard.example",
                        "arn:aws:sts::444455556666:assumed-role/Sso_Role/plum@orchard.example"),
                Arguments.of(
                        REQUESTER,
                        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E0ORCHARD",
                        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E0ORCHARD"),
                Arguments.of(REQUESTER, " plum", "plum"),
                Arguments.of(
                        REQUEST_ID,
                        "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
                        "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"),
                Arguments.of(OPERATION, "SOAP.PUT.OBJECT", "SOAP.PUT.OBJECT"),
                Arguments.of(OPERATION, "REST.GET", "REST.GET"),
                Arguments.of(OPERATION, "S3.COMPUTE.OBJECT.CHECKSUM", "S3.COMPUTE.OBJECT.CHECKSUM"),
                Arguments.of(OPERATION, "S3.TRANSITION_SIA.OBJECT", "S3.TRANSITION_SIA.OBJECT"),
                Arguments.of(KEY, "-", null),
                Arguments.of(KEY, "a%253Db%2522c+d*/..", "a%253Db%2522c+d*/.."),
                Arguments.of(KEY, "wow!.txt", "wow!.txt"),
                Arguments.of(KEY, "in\"side", "in\"side"),
                Arguments.of(KEY, "caf\u00C3\u00A9", "caf\u00C3\u00A9"),
                Arguments.of(REQUEST_URI, "-", null),
                Arguments.of(REQUEST_URI, "\"-\"", null),
                Arguments.of(REQUEST_URI, "\"\"", ""),
                Arguments.of(REQUEST_URI, "\"GET /\" HTTP/1.1\"", "GET /\" HTTP/1.1"),
                Arguments.of(REQUEST_URI, "\"GET /\" 99 \" HTTP/1.1\"", "GET /\" 99 \" HTTP/1.1"),
                Arguments.of(REQUEST_URI, "\"GET /\" 404 x HTTP/1.1\"", "GET /\" 404 x HTTP/1.1"),
                Arguments.of(HTTP_STATUS, "-", null),
                Arguments.of(ERROR_CODE, "NoSuchKey", "NoSuchKey"),
                Arguments.of(BYTES_SENT, "-", null),
                Arguments.of(BYTES_SENT, "0", "0"),
                Arguments.of(OBJECT_SIZE, "5497558138880", "5497558138880"),
                Arguments.of(OBJECT_SIZE, "9223372036854775807", "9223372036854775807"),
                Arguments.of(REFERER, "-", null),
                Arguments.of(REFERER, "\"-\"", null),
                Arguments.of(REFERER, "\"\"", ""),
                Arguments.of(REFERER, "\"say \"pear\" now\"", "say \"pear\" now"),
                Arguments.of(USER_AGENT, "-", null),
                Arguments.of(USER_AGENT, "\"-\"", null),
                Arguments.of(USER_AGENT, "\"\"", ""),
                Arguments.of(USER_AGENT, "\"\"quoted\"\"", "\"quoted\""),
                Arguments.of(USER_AGENT, "\"ends in a quote\"\"", "ends in a quote\""),
                Arguments.of(USER_AGENT, "\"\" starts with one\"", "\" starts with one"),
                Arguments.of(USER_AGENT, "\"a\" \"b\" - c\"", "a\" \"b\" - c"),
                Arguments.of(USER_AGENT, "\"x+\" - - -\"", "x+\" - - -"),
                Arguments.of(
                        USER_AGENT,
                        "\"pip/9 {\"cpu\":\"arm\",\"v\":[1, \"2\"]}\"",
                        "pip/9 {\"cpu\":\"arm\",\"v\":[1, \"2\"]}"),
                Arguments.of(USER_AGENT, "\"a\\\" \\b\t\u0000\u00FF\"", "a\\\" \\b\t\u0000\u00FF"),
                Arguments.of(USER_AGENT, "\"" + "long ".repeat(9000) + "\"", "long ".repeat(9000)),
                Arguments.of(
                        USER_AGENT,
                        "\"cron [06/Feb/2019:00:00:38 +0000] job\"",
                        "cron [06/Feb/2019:00:00:38 +0000] job"),
                Arguments.of(VERSION_ID, "3HL4kqtJvjVBH40Nrjfkd", "3HL4kqtJvjVBH40Nrjfkd"),
                Arguments.of(HOST_ID, "-", null),
                Arguments.of(HOST_ID, "a#b/c+d==", "a#b/c+d=="),
                Arguments.of(SIGNATURE_VERSION, "-", null),
                Arguments.of(SIGNATURE_VERSION, "SigV2", "SigV2"),
                Arguments.of(CIPHER_SUITE, "-", null),
                Arguments.of(AUTHENTICATION_TYPE, "QueryString", "QueryString"),
                Arguments.of(HOST_HEADER, "-", null),
                Arguments.of(TLS_VERSION, "TLSV1.1", "TLSV1.1"),
                Arguments.of(TLS_VERSION, "tlsv1.2", "tlsv1.2"),
                Arguments.of(TLS_VERSION, "SSLv3", "SSLv3"),
                Arguments.of(TLS_VERSION, "-", null),
                Arguments.of(
                        ACCESS_POINT_ARN,
                        "arn:aws:s3:eu-central-1:444455556666:accesspoint/ap",
                        "arn:aws:s3:eu-central-1:444455556666:accesspoint/ap"),
                Arguments.of(ACL_REQUIRED, "Yes", "Yes"),
                Arguments.of(SOURCE_REGION, "-", null));
    }

    @ParameterizedTest
    @MethodSource("legalFields")
    void readsTheFieldAndLeavesTheOthersAlone(AccessLogField field, String raw, String value) {
        LogLine line = LogLine.clean().with(field, raw);
        Map<AccessLogField, String> expected =
                Lines.of(LogLine.clean() + "\n").accepted.getFirst().fields();
        if (value == null) {
            expected.remove(field);
        } else {
            expected.put(field, value);
        }

        Lines lines = Lines.of(line + "\n");

        assertThat(lines.rejected).isEmpty();
        assertThat(lines.accepted.getFirst().fields()).isEqualTo(expected);
        assertThat(lines.accepted.getFirst().line()).isEqualTo(line.toString());
        assertThat(lines.accepted.getFirst().fieldCount()).isEqualTo(27);
    }

    /// A line, the start of the reason.
    static Stream<Arguments> illegalLines() {
        LogLine line = LogLine.clean();
        return Stream.of(
                Arguments.of("", "blank line"),
                Arguments.of("   ", "blank line"),
                Arguments.of("\r", "blank line"),
                Arguments.of("-".repeat(5), "bucket: found the end of the line after 1 fields"),
                Arguments.of("- ".repeat(27), "time: found `-`, expected `[dd/Mon/yyyy:HH:mm:ss"),
                Arguments.of(" " + line, "bucket_owner: found an empty field"),
                Arguments.of(line.without(BUCKET), "bucket: found `[05/Mar/2024:06:07:08`"),
                Arguments.of(line.with(TIME, "[2024-03-05]"), "time: found `[2024-03-05]"),
                Arguments.of(line.with(TIME, "-"), "time: found `-`"),
                Arguments.of(line.with(TIME, "[31/Feb/2024:06:07:08 +0000]"), "time: found"),
                Arguments.of(line.with(TIME, "[05/Mrz/2024:06:07:08 +0000]"), "time: found"),
                Arguments.of(line.with(TIME, "[05/Mar/2024:24:07:08 +0000]"), "time: found"),
                Arguments.of(line.with(TIME, "[05/Mar/2024:06:07:08 +0000"), "time: found"),
                Arguments.of(line.with(TIME, "[05/Mar/2024:06:07:08 +0000]x"), "remote_ip: found"),
                Arguments.of(line.without(REQUESTER), "operation: found `fruit/pear.jpg`"),
                Arguments.of(line.without(OPERATION), "operation: found `fruit/pear.jpg`"),
                Arguments.of(line.with(OPERATION, "-"), "operation: found `-`"),
                Arguments.of(line.with(OPERATION, "Rest.Get"), "operation: found `Rest.Get`"),
                Arguments.of(line.without(KEY), "key: found `\"GET /fruit/pear.jpg HTTP/1.1\""),
                Arguments.of(line.with(KEY, "two words"), "request_uri: found `words`"),
                Arguments.of(line.without(REQUEST_URI), "request_uri: found `200`"),
                Arguments.of(line.with(REQUEST_URI, "\"GET /x"), "request_uri: found `\"GET"),
                Arguments.of(line.with(HTTP_STATUS, "20"), "http_status: found `20`"),
                Arguments.of(line.with(HTTP_STATUS, "20x"), "http_status: found `20x`"),
                Arguments.of(line.with(ERROR_CODE, ""), "error_code: found an empty field"),
                Arguments.of(line.with(BYTES_SENT, "5120B"), "bytes_sent: found `5120B`"),
                Arguments.of(line.with(BYTES_SENT, "-1"), "bytes_sent: found `-1`"),
                Arguments.of(
                        line.with(OBJECT_SIZE, "9223372036854775808"),
                        "object_size: found `9223372036854775808`, expected an integer from 0 to"),
                Arguments.of(line.with(TOTAL_TIME, "1.5"), "total_time: found `1.5`"),
                Arguments.of(line.without(TURN_AROUND_TIME), "turn_around_time: found `\"https:"),
                Arguments.of(line.with(REFERER, "bare"), "referer: found `bare`"),
                Arguments.of(line.with(USER_AGENT, "bare"), "user_agent: found `bare`"),
                Arguments.of(line.with(USER_AGENT, "\"open"), "user_agent: found `\"open"),
                Arguments.of(line.with(VERSION_ID, ""), "version_id: found an empty field"),
                Arguments.of(
                        line.with(HOST_ID, "two parts"), "signature_version: found `parts`, exp"),
                Arguments.of(line.with(SIGNATURE_VERSION, "Si"), "signature_version: found `Si`"),
                Arguments.of(line.with(TLS_VERSION, "TL"), "tls_version: found `TL`"),
                Arguments.of(line.with(TLS_VERSION, "h2"), "tls_version: found `h2`"),
                Arguments.of(line.followedBy("  "), "source_region: found"),
                Arguments.of(line.cutTo(17), "version_id: found the end of the line after 17"),
                Arguments.of(line.cutTo(17) + " ", "version_id: found the end of the line after"),
                Arguments.of(line.cutTo(12), "object_size: found the end of the line after 12"),
                Arguments.of(line.cutTo(4), "requester: found the end of the line after 4"),
                Arguments.of(line.cutTo(6), "operation: found the end of the line after 6"),
                Arguments.of(line + SECOND, "found a second time at byte"),
                Arguments.of(line.cutTo(19) + SECOND, "found a second time at byte"),
                Arguments.of(line.cutTo(5) + SECOND, "found a second time at byte"),
                Arguments.of(line.cutTo(8) + SECOND, "found a second time at byte"),
                Arguments.of(line.cutTo(8) + " \"GET /x" + SECOND, "found a second time at byte"),
                Arguments.of(line.cutTo(16) + " \"pear" + SECOND, "found a second time at byte"),
                Arguments.of(line.cutTo(15) + " \"htt" + SECOND, "found a second time at byte"));
    }

    @ParameterizedTest
    @MethodSource("illegalLines")
    void rejectsTheLineAndSaysWhy(Object line, String reason) {
        Lines lines = Lines.of(line + "\n" + LogLine.clean() + "\n");

        assertThat(lines.rejected).hasSize(1);
        assertThat(lines.rejected.getFirst().reason()).startsWith(reason);
        assertThat(lines.rejected.getFirst().line()).isEqualTo(line.toString());
        assertThat(lines.accepted).hasSize(1);
    }

    @Test
    void readsEighteenToTwentySevenFieldsAndNoFewer() {
        IntStream.rangeClosed(0, 27)
                .forEach(
                        n -> {
                            Lines lines = Lines.of(LogLine.clean().cutTo(n) + "\n");
                            assertThat(lines.accepted).hasSize(n < 18 ? 0 : 1);
                            lines.accepted.forEach(a -> assertThat(a.fieldCount()).isEqualTo(n));
                        });
    }

    @Test
    void keepsUnknownFieldsAsTheyStand() {
        LogLine line = LogLine.clean();
        assertThat(Lines.of(line + " new-field").accepted.getFirst().extra())
                .isEqualTo("new-field");
        assertThat(Lines.of(line + " a b\tc - \r\n").accepted.getFirst().extra())
                .isEqualTo("a b\tc -");
        assertThat(Lines.of(line.toString()).accepted.getFirst().extra()).isNull();
        Lines.Accepted quoted = Lines.of(line + " x \"quoted one\" y \"\"").accepted.getFirst();
        assertThat(quoted.extra()).isEqualTo("x \"quoted one\" y \"\"");
        assertThat(quoted.fields()).containsEntry(USER_AGENT, "pear-client/1.0 (linux)");
    }

    @Test
    void readsLinesThatAreAllDashesAfterTheTime() {
        String head = "owner bucket [05/Mar/2024:06:07:08 +0000] - - id BATCH.DELETE.OBJECT key";
        Lines.Accepted line = Lines.of(head + " -".repeat(19)).accepted.getFirst();
        assertThat(line.fieldCount()).isEqualTo(27);
        assertThat(line.fields())
                .containsOnlyKeys(BUCKET_OWNER, BUCKET, TIME, REQUEST_ID, OPERATION, KEY);
    }

    @Test
    void leavesOneTrailingSpaceAndTheCarriageReturnOutOfTheLastField() {
        for (int n = 18; n <= 27; n++) {
            LogLine line = LogLine.clean().with(VERSION_ID, "v").cutTo(n);
            AccessLogField last = List.of(AccessLogField.values()).get(n - 1);
            Lines lines = Lines.of(line + " \n" + line + "\r\n" + line + " \r\n" + line + "\r");
            assertThat(lines.accepted).hasSize(4);
            assertThat(lines.accepted)
                    .extracting(a -> a.fields().get(last))
                    .containsOnly(Lines.of(line.toString()).accepted.getFirst().fields().get(last));
            assertThat(lines.accepted.get(2).line()).isEqualTo(line + " \r");
        }
    }

    @Test
    void takesTheZoneIntoAccount() {
        assertThat(epochSecond("[05/Mar/2024:06:07:08 +0000]")).isEqualTo("2024-03-05T06:07:08Z");
        assertThat(epochSecond("[05/Mar/2024:06:07:08 +0200]")).isEqualTo("2024-03-05T04:07:08Z");
        assertThat(epochSecond("[29/Feb/2024:23:59:59 -0330]")).isEqualTo("2024-03-01T03:29:59Z");
        assertThat(epochSecond("[31/Dec/1969:23:59:59 +0000]")).isEqualTo("1969-12-31T23:59:59Z");
    }

    private static String epochSecond(String time) {
        Lines lines = Lines.of(LogLine.clean().with(TIME, time).toString());
        return Instant.ofEpochSecond(lines.accepted.getFirst().epochSecond()).toString();
    }

    @Test
    void toleratesRunsOfSpacesBetweenUnquotedFieldsOfTheHead() {
        String spread = LogLine.clean().toString().replaceFirst("9 arn", "9   arn");
        assertThat(Lines.of(spread).accepted.getFirst().fields())
                .isEqualTo(Lines.of(LogLine.clean().toString()).accepted.getFirst().fields());
    }

    @Test
    void prefersTheLeftmostOperationThatLeavesRoomForWhatStandsBefore() {
        LogLine line = LogLine.clean().with(REQUESTER, "REST.A REST.B").with(REQUEST_ID, "REST.C");
        assertThat(Lines.of(line.toString()).accepted.getFirst().fields())
                .containsEntry(REQUESTER, "REST.A REST.B")
                .containsEntry(REQUEST_ID, "REST.C")
                .containsEntry(OPERATION, "REST.GET.OBJECT");
    }

    @Test
    void showsBytesThatAreNoUtf8AsReplacementCharacters() {
        AccessLogRecord record = new AccessLogRecord();
        byte[] line = LogLine.clean().with(USER_AGENT, "\"\u00FFx\u00C3\u00A9\"").bytes();

        assertThat(new AccessLogScanner().scan(line, 0, line.length, record)).isNull();

        assertThat(record.text(USER_AGENT)).isEqualTo("\uFFFDx\u00E9");
        assertThat(record.hasMalformedUtf8()).isTrue();
        assertThat(record.text(REMOTE_IP)).isEqualTo("203.0.113.9");
        assertThat(record.number(BYTES_SENT)).isEqualTo(5120);
        assertThat(record.number(HTTP_STATUS)).isEqualTo(200);
        byte[] clean = LogLine.clean().with(USER_AGENT, "\"é漢😀\"").toString().getBytes(UTF_8);
        assertThat(new AccessLogScanner().scan(clean, 0, clean.length, record)).isNull();
        assertThat(record.hasMalformedUtf8()).isFalse();
        assertThat(new String(clean, ISO_8859_1))
                .contains(LogLine.clean().toString().substring(0, 90));
    }

    @Test
    void boundsAndEscapesWhatAReasonQuotes() {
        LogLine line = LogLine.clean().with(BYTES_SENT, "\u0001\u00FF" + "z".repeat(500));
        assertThat(Lines.of(line.toString()).rejected.getFirst().reason())
                .startsWith("bytes_sent: found `\\x01\\xFF" + "z".repeat(38) + "…`, expected");
    }
}
