package dev.s3logkit.errorreport;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.event.BatchOutcome;
import dev.s3logkit.common.event.ObjectEvent;
import dev.s3logkit.common.event.S3Notification;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.errorreport.extract.LogObject;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.store.DynamoErrorStore;
import dev.s3logkit.errorreport.store.DynamoTable;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.StoreCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the errors in the application logs that a batch of S3 notifications names. A message fails
/// when it is no S3 notification, or when a log that it names could not be read to its end; the
/// others are done. Rules that cannot be read fail the batch.
public final class ExtractHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

    /// Kept back for storing what was found.
    private static final int RESERVE_MILLIS = 20_000;

    private final ObjectStore store;
    private final ErrorStore errors;
    private final RulesSource rules;
    private final LogExtraction extraction;
    private final RunLog log;

    public ExtractHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public ExtractHandler(Map<String, String> environment) {
        this(environment, ErrorReportConfig.of(environment));
    }

    private ExtractHandler(Map<String, String> environment, ErrorReportConfig config) {
        this(
                config,
                S3ObjectStore.create(environment),
                new DynamoErrorStore(
                        DynamoTable.open(environment, config.requiredTable()), Clock.systemUTC()),
                RunLog.of("extract", environment),
                Clock.systemUTC());
    }

    ExtractHandler(
            ErrorReportConfig config,
            ObjectStore store,
            ErrorStore errors,
            RunLog log,
            Clock clock) {
        this.store = store;
        this.errors = errors;
        this.rules = new RulesSource(store, config.rules(), clock);
        this.extraction =
                new LogExtraction(
                        errors,
                        config.rejects() == null
                                ? RejectKeeper.NONE
                                : new S3RejectKeeper(store, config.rejects()),
                        config.limits(),
                        clock);
        this.log = log;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        RequestCounts requests = store.requests();
        StoreCounts writes = errors.counts();
        List<SQSEvent.SQSMessage> messages =
                event.getRecords() == null ? List.of() : event.getRecords();
        Batch batch = new Batch(context);
        BatchOutcome outcome =
                BatchOutcome.process(messages, SQSEvent.SQSMessage::getMessageId, batch::handle);
        outcome.failures()
                .forEach(failure -> log.failure("message " + failure.id(), failure.reason()));
        Map<String, Long> counts = batch.report.counts();
        counts.put("logs_gone", batch.gone);
        counts.put("logs_without_rules", batch.unknown);
        counts.put("messages", (long) messages.size());
        counts.put("messages_failed", (long) outcome.failedIds().size());
        StoreCounts written = errors.counts().since(writes);
        counts.put("store_puts", written.puts());
        counts.put("store_write_units", Math.round(written.writeUnits()));
        log.run(context.getAwsRequestId(), counts, store.requests().since(requests));
        return new SQSBatchResponse(
                outcome.failedIds().stream().map(SQSBatchResponse.BatchItemFailure::new).toList());
    }

    /// One invocation.
    private final class Batch {

        private final Context context;
        private final Rules current;

        /// What each log came to, so that one that two messages name is read once.
        private final Map<S3Uri, Throwable> failures = new HashMap<>();

        private final Map<S3Uri, Boolean> done = new HashMap<>();

        private LogReport report = LogReport.NONE;
        private long gone;
        private long unknown;

        Batch(Context context) {
            this.context = context;
            try {
                this.current = rules.rules();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void handle(SQSEvent.SQSMessage message) throws Exception {
            String body = message.getBody() == null ? "" : message.getBody();
            List<S3Uri> objects = new ArrayList<>();
            for (ObjectEvent event : S3Notification.parse(body).events()) {
                if (event.created()) {
                    objects.add(event.object());
                }
            }
            Throwable first = null;
            for (S3Uri object : objects) {
                if (done.putIfAbsent(object, true) == null) {
                    try {
                        extract(object);
                    } catch (IOException e) {
                        failures.put(object, e);
                    }
                }
                Throwable failure = failures.get(object);
                first = first == null ? failure : first;
            }
            if (first instanceof Exception failure) {
                throw failure;
            }
        }

        private void extract(S3Uri object) throws IOException {
            try (ObjectStream in = store.open(object)) {
                LogObject source = LogObject.of(object.toString(), null, in.info().lastModified());
                if (!source.recognised()
                        || current.forApplication(source.application()).isEmpty()) {
                    unknown++;
                    log.notice("no rule is for " + object);
                    return;
                }
                LogReport read =
                        extraction.extract(
                                source,
                                in,
                                current,
                                () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS);
                report = report.plus(read);
                if (read.read().dropped() > 0) {
                    log.notice(
                            "%s: %d errors are beyond the bound and in no report"
                                    .formatted(object, read.read().dropped()));
                }
            } catch (NoSuchObjectException _) {
                gone++;
            } catch (FormatException e) {
                log.failure(object.toString(), e);
                throw e;
            }
        }
    }
}
