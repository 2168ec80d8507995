package dev.s3logkit.local.errorreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.errorreport.store.DynamoErrorStore;
import dev.s3logkit.errorreport.store.DynamoTable;
import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.Extract;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.ses.Delivery;
import dev.s3logkit.local.ses.SentMail;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.stack.LocalAwsOptions;
import dev.s3logkit.local.stack.ProjectTemplate;
import dev.s3logkit.local.states.Execution;
import dev.s3logkit.local.states.Execution.Ending;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/// The state machine over the real functions from their zip, DynamoDB and SES's stand-in; left out
/// where the zips were not built before.
class ErrorReportStackTest {

    /// Two groups, so that what happens to one can be told from what happens to the other.
    private static final String RULES =
            """
            reports:
              - report_id: shop
                title: Shop errors
                applications: ['*']
                match: {text: [ERROR]}
                recipients:
                  ops: [ops@example.com]
                  boss: [boss@example.com]
            """;

    private static LocalAws aws;
    private static int number;

    @BeforeAll
    static void start() throws Exception {
        aws =
                LocalAws.start(
                        LocalAwsOptions.of(ProjectTemplate.withZips())
                                .withParameters(
                                        Map.of(
                                                "ErrorReportSender", "errors@example.com",
                                                "ErrorRulesUrl",
                                                        "s3://s3logkit-errors-000000000000-us-east-1/rules.yaml"))
                                .withoutSchedules()
                                .withTuning(Tuning.quick(Duration.ofMillis(100))));
        String bucket = aws.bucketName("ErrorReportBucket");
        aws.s3().putObject(r -> r.bucket(bucket).key("rules.yaml"), RequestBody.fromString(RULES));
    }

    @AfterAll
    static void stop() throws Exception {
        if (aws != null) {
            aws.close();
        }
    }

    /// Stores an error as if its log had arrived so long ago.
    private static void error(String kind, Duration ago) throws Exception {
        number++;
        Instant time = Instant.now().minus(ago);
        try (DynamoErrorStore store =
                new DynamoErrorStore(
                        DynamoTable.open(aws.clientVariables(), aws.tableName("ErrorTable")),
                        Clock.fixed(time, ZoneOffset.UTC))) {
            store.put(
                    new ErrorItem(
                            "shop",
                            "id-" + number,
                            "web",
                            "20260301",
                            time,
                            time,
                            new Extract(kind, kind, null, null, null, null, null, Map.of())
                                    .toJson(),
                            kind,
                            "s3://logs/logs/web/20260301/a.gz",
                            number,
                            Instant.now().plus(Duration.ofDays(2))));
        }
    }

    private static Execution run(Duration from, Duration to) throws Exception {
        Instant now = Instant.now();
        return aws.execute(
                "ErrorReportStateMachine",
                JSON.std.asString(
                        Map.of(
                                "report_ids",
                                List.of("shop"),
                                "window",
                                Map.of(
                                        "from", now.minus(from).toString(),
                                        "to", now.minus(to).toString()))));
    }

    private static List<SentMail> mails(String address) {
        return aws.ses().outbox().mails().stream()
                .filter(mail -> mail.to().contains(address))
                .toList();
    }

    private static String error(Execution execution) {
        return switch (execution.ending()) {
            case Ending.Succeeded succeeded -> "none: " + succeeded.output();
            case Ending.Failed failed -> failed.error() + ": " + failed.cause();
        };
    }

    @Test
    void mailsAndShowsWhatWasStored() throws Exception {
        error("<b>timeout</b>", Duration.ofMinutes(3));

        Execution execution = run(Duration.ofMinutes(4), Duration.ofMinutes(2));

        assertThat(execution.succeeded()).as(error(execution)).isTrue();
        SentMail mail = mails("ops@example.com").getLast();
        assertThat(mail.subject()).contains("new: <b>timeout</b> in web");
        assertThat(mail.html()).contains("&lt;b&gt;timeout&lt;/b&gt;").doesNotContain("<b>timeout");
        assertThat(Files.readString(mail.eml()))
                .contains("To: ops@example.com\r\n", "multipart/alternative", "=?UTF-8?B?");
        assertThat(mail.page()).exists();
        String bucket = aws.bucketName("ErrorReportBucket");
        assertThat(
                        aws.s3()
                                .listObjectsV2(r -> r.bucket(bucket).prefix("dashboard/runs/"))
                                .contents())
                .anyMatch(object -> object.key().endsWith("/index.html"))
                .anyMatch(object -> object.key().endsWith("/dashboard.json"));
    }

    @Test
    void sendsNoSecondMailWhenTheAnswerOfSesIsLost() throws Exception {
        error("lost", Duration.ofMinutes(13));
        int before = mails("ops@example.com").size();
        aws.ses()
                .deliver(
                        to ->
                                to.contains("ops@example.com")
                                        ? Delivery.ACCEPTED_AND_LOST
                                        : Delivery.ACCEPTED);
        Instant now = Instant.now();
        String input =
                JSON.std.asString(
                        Map.of(
                                "window",
                                Map.of(
                                        "from", now.minusSeconds(840).toString(),
                                        "to", now.minusSeconds(720).toString())));

        for (int i = 0; i < 3; i++) {
            assertThat(error(aws.execute("ErrorReportStateMachine", input)))
                    .startsWith(
                            "dev.s3logkit.errorreport.mail.MailFateUnknownException: report shop,");
        }

        assertThat(mails("ops@example.com")).hasSize(before + 1);
        assertThat(mails("boss@example.com")).isNotEmpty();
        aws.ses().deliver(Delivery::byDomain);
        Execution later = run(Duration.ofSeconds(720), Duration.ofSeconds(700));
        assertThat(later.succeeded()).as(error(later)).isTrue();
        assertThat(mails("ops@example.com").getLast().text())
                .contains("may not have arrived", "lost");
    }

    @Test
    void explainsWhatToDoWhenSesRefusesAnAddress() throws Exception {
        error("refused", Duration.ofMinutes(33));
        aws.ses().deliver(_ -> Delivery.REFUSED);
        try {
            assertThat(error(run(Duration.ofMinutes(34), Duration.ofMinutes(32))))
                    .startsWith("dev.s3logkit.errorreport.mail.MailRefusedException: report shop")
                    .contains(
                            "ops@example.com",
                            "sandbox",
                            "aws sesv2 create-email-identity --region us-east-1",
                            "put-account-details");
        } finally {
            aws.ses().deliver(Delivery::byDomain);
        }
    }

    @Test
    void triesAgainWhileSesIsBusy() throws Exception {
        error("busy", Duration.ofMinutes(43));
        int[] left = {3};
        aws.ses().deliver(_ -> left[0]-- > 0 ? Delivery.THROTTLED : Delivery.ACCEPTED);
        int before = mails("ops@example.com").size();
        try {
            Execution execution = run(Duration.ofMinutes(44), Duration.ofMinutes(42));
            assertThat(execution.succeeded()).as(error(execution)).isTrue();
        } finally {
            aws.ses().deliver(Delivery::byDomain);
        }
        assertThat(mails("ops@example.com")).hasSize(before + 1);
    }

    @Test
    void refusesAnInputThatIsWrongAtOnce() throws Exception {
        assertThat(error(aws.execute("ErrorReportStateMachine", "{\"reports\": []}")))
                .startsWith(
                        "dev.s3logkit.errorreport.run.InvalidRunException: [reports]: not known");
        assertThatThrownBy(() -> aws.invoke("EmailReportFunction", "{}"))
                .isInstanceOf(FunctionException.class)
                .hasMessageContaining("context_s3_url: expected the result of CollectContext");
    }

    @Test
    void runsOnSchedule() throws Exception {
        Execution execution = aws.execute("ErrorReportStateMachine", "{}");

        assertThat(execution.succeeded()).as(error(execution)).isTrue();
        String bucket = aws.bucketName("ErrorReportBucket");
        assertThat(
                        aws.s3()
                                .getObjectAsBytes(r -> r.bucket(bucket).key("dashboard/index.html"))
                                .asUtf8String())
                .contains("<!doctype html>");
    }
}
