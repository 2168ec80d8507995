package dev.s3logkit.errorreport.mail;

import dev.s3logkit.common.aws.AwsSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.Content;
import software.amazon.awssdk.services.sesv2.model.LimitExceededException;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.TooManyRequestsException;

/// Sends mails through SES. The SDK's own retries are off: it would repeat a request whose answer
/// was lost, and SES has no token by which it could tell that it is the same mail.
public final class SesMailer implements Mailer, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String UTF_8 = "UTF-8";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final SesV2Client client;
    private final String region;
    private final @Nullable String configurationSet;

    private SesMailer(SesV2Client client, String region, @Nullable String configurationSet) {
        this.client = client;
        this.region = region;
        this.configurationSet = configurationSet;
    }

    /// For the account, region and endpoint that the usual AWS variables name, see [AwsSettings].
    ///
    /// @param configurationSet of SES, or null
    /// @throws dev.s3logkit.common.config.ConfigException when a variable cannot be used
    public static SesMailer create(
            Map<String, String> variables, @Nullable String configurationSet) {
        AwsSettings settings = AwsSettings.of(variables, "SESV2");
        SesV2Client client =
                settings.apply(SesV2Client.builder())
                        .overrideConfiguration(
                                configuration ->
                                        configuration
                                                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                                                .apiCallTimeout(PATIENCE))
                        .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(PATIENCE))
                        .build();
        return new SesMailer(client, settings.region().id(), configurationSet);
    }

    @Override
    public Outcome send(Mail mail) {
        try {
            return new Outcome.Accepted(client.sendEmail(request(mail)).messageId());
        } catch (TooManyRequestsException | LimitExceededException e) {
            return new Outcome.Busy("SES takes no more mails for now: " + e.getMessage());
        } catch (SdkServiceException e) {
            return refused(e, mail);
        } catch (SdkClientException e) {
            return undelivered(e);
        }
    }

    private SendEmailRequest request(Mail mail) {
        return SendEmailRequest.builder()
                .fromEmailAddress(mail.from())
                .destination(d -> d.toAddresses(mail.to()))
                .replyToAddresses(mail.replyTo())
                .configurationSetName(configurationSet)
                .emailTags(
                        MessageTag.builder()
                                .name("report")
                                .value(tagValue(mail.reportId()))
                                .build())
                .content(
                        content ->
                                content.simple(
                                        simple ->
                                                simple.subject(utf8(mail.subject()))
                                                        .body(
                                                                body ->
                                                                        body.html(utf8(mail.html()))
                                                                                .text(
                                                                                        utf8(
                                                                                                mail
                                                                                                        .text())))))
                .build();
    }

    private static Content utf8(String text) {
        return Content.builder().charset(UTF_8).data(text).build();
    }

    /// SES takes ASCII letters, digits, `_` and `-` there.
    private static String tagValue(String reportId) {
        return reportId.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private Outcome refused(SdkServiceException e, Mail mail) {
        String said = String.valueOf(e.getMessage());
        if (e.isThrottlingException() || e.statusCode() == TOO_MANY_REQUESTS) {
            return new Outcome.Busy("SES takes no more mails for now: " + said);
        }
        if (e.statusCode() >= SERVER_ERROR) {
            return new Outcome.Unknown("SES failed: " + said);
        }
        return new Outcome.Refused(
                "SES refused a mail from %s to %s: %s%s"
                        .formatted(mail.from(), String.join(", ", mail.to()), said, advice(said)));
    }

    private String advice(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("not verified")) {
            return """
                    . The sender has to be a verified identity in %1$s; while the account is in the \
                    sandbox, each recipient has to be one, too. Either verify the address \
                    (aws sesv2 create-email-identity --region %1$s --email-identity ADDRESS, then the \
                    link in the mail that arrives) or leave the sandbox \
                    (aws sesv2 put-account-details --region %1$s --production-access-enabled \
                    --mail-type TRANSACTIONAL --website-url URL)"""
                    .formatted(region);
        }
        if (lower.contains("paused")
                || lower.contains("suspended")
                || lower.contains("shut down")) {
            return ". Sending is paused for the account or the configuration set: the SES console in "
                    + region
                    + " says why";
        }
        if (lower.contains("not authorized") || lower.contains("accessdenied")) {
            return ". The function's role lacks ses:SendEmail on the sender's identity";
        }
        return "";
    }

    private static Outcome undelivered(SdkClientException e) {
        boolean sending = false;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return new Outcome.Busy("SES cannot be reached: " + cause.getMessage());
            }
            sending |=
                    cause instanceof IOException
                            || cause instanceof ApiCallTimeoutException
                            || cause instanceof ApiCallAttemptTimeoutException
                            || cause instanceof AbortedException;
        }
        return sending
                ? new Outcome.Unknown("the answer of SES was lost: " + e.getMessage())
                : new Outcome.Refused("the mail could not be handed to SES: " + e.getMessage());
    }

    @Override
    public void close() {
        client.close();
    }
}
