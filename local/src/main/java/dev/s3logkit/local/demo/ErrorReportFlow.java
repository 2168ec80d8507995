package dev.s3logkit.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.ses.SentMail;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.states.Execution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The error report: logs of three applications arrive twice. Between the two one error goes away,
/// one bursts and one is new; the state machine mails and shows it.
public final class ErrorReportFlow {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LINES = 400;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    private static final String RULES =
            """
            reports:
              - report_id: SHOP_ERROR
                title: Errors of the shop
                applications: ['*']
                match: {text: ['"level":"ERROR"']}
                fields:
                  - {name: order, from: order}
                severity: error
                retention: 7d
                recipients: {operations: [operations@example.com]}
            """;

    private final LocalAws aws;
    private final DemoOutput output;
    private final String logs;
    private final String bucket;
    private int number;

    /// The flow on services that run, told to `output`.
    public ErrorReportFlow(LocalAws aws, DemoOutput output) {
        this.aws = aws;
        this.output = output;
        this.logs = aws.bucketName("ApplicationLogBucket");
        this.bucket = aws.bucketName("ErrorReportBucket");
    }

    /// Where the flow's rules have to be, for the template's parameter `ErrorRulesUrl`.
    public static final String RULES_URL =
            "s3://s3logkit-errors-000000000000-us-east-1/rules/demo.yaml";

    /// Runs the flow; whether the mail tells what became of each error.
    public boolean run() throws IOException, InterruptedException {
        put(bucket, "rules/demo.yaml", RULES.getBytes(UTF_8));
        output.step("putting application logs with errors to s3://" + logs);
        Instant start = Instant.now();
        put("orders", "Disk quota exceeded on /var/spool/%d", 22);
        put("billing", "Timeout after %d ms waiting for the ledger", 9);
        put("web", "User %d not found", 6);
        idle();
        output.step("putting what came later: a burst, a new error, and one that went away");
        Instant border = Instant.now();
        put("billing", "Timeout after %d ms waiting for the ledger", 64);
        put("web", "User %d not found", 7);
        put("web", "Certificate of host-%d.example.com expires in 3 days", 2);
        idle();
        // The window before is as long as the window, and has to hold what came first.
        Instant end = Instant.now().plus(Duration.between(start, border));
        Thread.sleep(Duration.between(Instant.now(), end).plusMillis(5));

        output.step("counting, mailing and showing the errors with the state machine");
        Execution execution =
                aws.execute(
                        "ErrorReportStateMachine",
                        JSON.std.asString(
                                Map.of(
                                        "window",
                                        Map.of("from", border.toString(), "to", end.toString()))));
        List<SentMail> mails = aws.ses().outbox().mails();
        Path page = dashboard();

        output.line("");
        output.fact("states entered", execution.visited().size());
        output.fact("mails sent", mails.size());
        mails.forEach(mail -> output.line("  " + mail.subject()));
        mails.forEach(mail -> output.line("  " + mail.page()));
        output.line("dashboard");
        output.line("  " + page);
        return execution.succeeded()
                && mails.size() == 1
                && mails.getFirst().text().contains("NEW")
                && mails.getFirst().text().contains("▲ 64 (9 before)")
                && mails.getFirst().text().contains("7 (6 before)")
                && mails.getFirst().text().contains("0 (22 before)")
                && Files.size(page) > 0;
    }

    /// The dashboard beside the mails.
    private Path dashboard() throws IOException {
        Path folder = aws.ses().outbox().folder();
        for (S3Object object :
                aws.s3()
                        .listObjectsV2(r -> r.bucket(bucket).prefix("dashboard/runs/"))
                        .contents()) {
            String name = object.key().substring(object.key().lastIndexOf('/') + 1);
            Files.write(
                    folder.resolve(name.equals("index.html") ? "dashboard.html" : name),
                    aws.s3()
                            .getObjectAsBytes(r -> r.bucket(bucket).key(object.key()))
                            .asByteArray());
        }
        return folder.resolve("dashboard.html");
    }

    /// A log of one application in which some lines tell of an error.
    private void put(String application, String message, int errors) throws IOException {
        Instant now = Instant.now();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            boolean error = i % (LINES / errors) == 0 && i / (LINES / errors) < errors;
            String text = error ? message.formatted(1000 + i) : "order %d served".formatted(i);
            lines.append(
                    """
                    {"@timestamp":"%s","level":"%s","logger_name":"com.example.%s.Service",\
                    "order":"A-%05d","message":"%s"}
                    """
                            .formatted(
                                    now.minusMillis(LINES - (long) i),
                                    error ? "ERROR" : "INFO",
                                    application,
                                    i,
                                    text));
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(lines.toString().getBytes(UTF_8));
        }
        number++;
        String key =
                "logs/%s/%s/%s_%d.gz".formatted(application, DAY.format(now), application, number);
        put(logs, key, zipped.toByteArray());
    }

    private void put(String name, String key, byte[] content) {
        aws.s3().putObject(r -> r.bucket(name).key(key), RequestBody.fromBytes(content));
    }

    private void idle() throws IOException, InterruptedException {
        if (!aws.awaitIdle(PATIENCE)) {
            throw new IOException(
                    "the extractor is still at work after %d s; %s holds what the functions logged"
                            .formatted(PATIENCE.toSeconds(), output.functionLog()));
        }
    }
}
