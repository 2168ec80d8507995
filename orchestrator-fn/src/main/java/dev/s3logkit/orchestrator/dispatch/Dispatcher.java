package dev.s3logkit.orchestrator.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.PutOutcome;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.plan.PlanNames;
import dev.s3logkit.orchestrator.plan.PlanPart;
import dev.s3logkit.orchestrator.plan.PlanReader;
import dev.s3logkit.orchestrator.task.Concurrently;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/// Starts a compressor for each manifest whose work is not done.
///
/// A start is marked by an object that only one can create, so that two runs, or one soon after the
/// other, start each manifest once. A mark that led to nothing for long enough does not count.
public final class Dispatcher {

    /// Looks at archives and marks at once; each archive that is there costs the memory of its
    /// directory.
    private static final int CONCURRENCY = 8;

    /// More starts of one manifest are a mistake of its own.
    private static final int MAX_ATTEMPTS = 1_000;

    private static final JsonFactory JSON = new JsonFactory();

    private final ObjectStore store;
    private final PlanNames names;
    private final ArchiveCheck archives;
    private final Compressor compressor;
    private final Pacer pacer;
    private final Clock clock;
    private final Duration patience;
    private final boolean deleteSources;
    private final Map<S3Uri, Instant> failures;

    private final LongAdder done = new LongAdder();
    private final LongAdder running = new LongAdder();
    private final LongAdder started = new LongAdder();
    private final LongAdder retried = new LongAdder();

    /// @param patience how long a start counts without archive and without failure
    /// @param deleteSources passed to the compressor
    /// @param failures when the compressor failed last, by manifest
    public Dispatcher(
            ObjectStore store,
            PlanNames names,
            ArchiveCheck archives,
            Compressor compressor,
            Pacer pacer,
            Clock clock,
            Duration patience,
            boolean deleteSources,
            Map<S3Uri, Instant> failures) {
        this.store = store;
        this.names = names;
        this.archives = archives;
        this.compressor = compressor;
        this.pacer = pacer;
        this.clock = clock;
        this.patience = patience;
        this.deleteSources = deleteSources;
        this.failures = Map.copyOf(failures);
    }

    /// Goes through a plan.
    ///
    /// @param skip parts at the start that an earlier run has looked at
    /// @param goOn asked before each part; `false` ends the run, and the rest is counted as left
    public DispatchCounts run(PlanReader plan, long skip, BooleanSupplier goOn) throws IOException {
        long left = 0;
        try (Concurrently checks = new Concurrently(CONCURRENCY)) {
            long index = 0;
            for (Optional<PlanPart> part = plan.next(); part.isPresent(); part = plan.next()) {
                PlanPart next = part.get();
                if (index++ < skip) {
                    continue;
                }
                if (left > 0 || !goOn.getAsBoolean()) {
                    left++;
                } else {
                    checks.run(() -> look(next));
                }
            }
            checks.join();
        }
        return new DispatchCounts(
                done.sumThenReset(),
                running.sumThenReset(),
                started.sumThenReset(),
                retried.sumThenReset(),
                left);
    }

    private void look(PlanPart part) throws IOException {
        if (archives.isArchiveOf(names.archive(part.name()), part.sha256())) {
            done.increment();
            return;
        }
        int attempt = 0;
        Instant last = Instant.MIN;
        Optional<ObjectInfo> mark = store.head(names.started(part.name(), 1));
        while (mark.isPresent() && attempt < MAX_ATTEMPTS) {
            attempt++;
            last = mark.get().lastModified();
            mark = store.head(names.started(part.name(), attempt + 1));
        }
        boolean failed = attempt > 0 && hasFailedSince(part, last);
        boolean waits = attempt > 0 && clock.instant().isBefore(last.plus(patience));
        if (!failed && waits) {
            running.increment();
        } else if (start(part, attempt + 1)) {
            (failed ? retried : started).increment();
        } else {
            running.increment();
        }
    }

    private boolean hasFailedSince(PlanPart part, Instant start) {
        Instant failure = failures.get(names.manifest(part.name()));
        return failure != null && !failure.isBefore(start);
    }

    /// False when somebody else was quicker.
    private boolean start(PlanPart part, int attempt) throws IOException {
        pacer.await();
        S3Uri mark = names.started(part.name(), attempt);
        CreateOptions options =
                new CreateOptions(
                        "application/json",
                        ObjectInfo.STANDARD,
                        Map.of(),
                        CreateOptions.MIN_PART_SIZE,
                        true);
        String etag;
        try (ObjectWriter writer = store.create(mark, options)) {
            writer.write("{\"started\":\"%s\"}\n".formatted(clock.instant()).getBytes(UTF_8));
            switch (writer.commit()) {
                case PutOutcome.AlreadyExists _ -> {
                    return false;
                }
                case PutOutcome.Created(String created) -> etag = created;
            }
        }
        try {
            compressor.start(event(part));
        } catch (IOException e) {
            // Nothing runs, so nothing may look as if it did.
            store.delete(mark, etag);
            throw e;
        }
        return true;
    }

    private String event(PlanPart part) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("operation", "compress");
            json.writeStringField("input_s3_manifest_url", names.manifest(part.name()).toString());
            json.writeStringField("output_s3_url", names.archive(part.name()).toString());
            json.writeBooleanField("delete_source_files", deleteSources);
            json.writeEndObject();
        }
        return text.toString();
    }
}
