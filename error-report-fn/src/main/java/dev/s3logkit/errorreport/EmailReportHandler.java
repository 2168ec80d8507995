package dev.s3logkit.errorreport;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.errorreport.mail.MailWriter;
import dev.s3logkit.errorreport.mail.Mailer;
import dev.s3logkit.errorreport.mail.ReportMails;
import dev.s3logkit.errorreport.mail.SesMailer;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.run.EmailRun;
import dev.s3logkit.errorreport.run.InvalidRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Mails what `CollectContext` has counted: one mail for each report and group of recipients, and
/// never a second one for the same window. Takes the result of `CollectContext`.
///
/// Fails with `MailThrottledException` when some mails were not sent and may be tried again, with
/// `MailRefusedException` when SES does not take some, and with `MailFateUnknownException` when
/// nobody knows whether some were sent; all other mails are sent then.
public final class EmailReportHandler
        implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    private final ReportParts parts;
    private final Mailer mailer;
    private final RunLog log;

    public EmailReportHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public EmailReportHandler(Map<String, String> environment) {
        this(ReportParts.create(environment), environment);
    }

    private EmailReportHandler(ReportParts parts, Map<String, String> environment) {
        this(
                parts,
                SesMailer.create(environment, parts.config().configurationSet()),
                RunLog.of("email-report", environment));
    }

    EmailReportHandler(ReportParts parts, Mailer mailer, RunLog log) {
        this.parts = parts;
        this.mailer = mailer;
        this.log = log;
    }

    @Override
    public Map<String, Object> handleRequest(
            @Nullable Map<String, Object> input, @Nullable Context context) {
        S3Uri place = contextPlace(input);
        try {
            Rules rules = parts.rules().rules();
            EmailRun run = new EmailRun(rules, parts.ledger(), mails(), parts.objects());
            try {
                run.run(place);
            } finally {
                log.run(
                        context == null ? "" : context.getAwsRequestId(),
                        run.counts().toMap(),
                        parts.objects().requests());
            }
            return new LinkedHashMap<>(run.counts().toMap());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Null when there is no sender: then reports are counted as told, and the dashboard has them.
    private @Nullable ReportMails mails() {
        String sender = parts.config().sender();
        if (sender == null) {
            log.notice("ERROR_REPORT_SENDER is not set: no mail is sent");
            return null;
        }
        MailWriter writer = new MailWriter(sender, parts.config().dashboardUrl());
        return new ReportMails(parts.store(), parts.ledger(), mailer, writer);
    }

    /// The context that a state's input names.
    ///
    /// @throws InvalidRunException when it names none
    static S3Uri contextPlace(@Nullable Map<String, Object> input) {
        Object url = input == null ? null : input.get("context_s3_url");
        try {
            return S3Uri.parse(String.valueOf(url));
        } catch (IllegalArgumentException e) {
            throw new InvalidRunException(
                    "context_s3_url: expected the result of CollectContext, found " + url, e);
        }
    }
}
